import { isKind } from "@minference/protocol";
import type { EntityStorage, ListEdit, WriteBatch, WrittenSnapshot } from "@minference/storage";
import { changedReads, type BrokenBackend } from "./broken-backend.ts";

/** Faults of lists. */
export const brokenLists: readonly BrokenBackend[] = [
  {
    law: "L8",
    fault: "loses the last appended item",
    over: (storage) => edited(storage, (edit) => ({ ...edit, append: edit.append.slice(0, -1) })),
  },
  {
    law: "L8",
    fault: "ignores replaced items",
    over: (storage) => edited(storage, (edit) => ({ ...edit, put: [] })),
  },
  {
    law: "L8",
    fault: "keeps one of each item that is appended twice",
    over: (storage) => edited(storage, (edit) => ({ ...edit, append: [...new Set(edit.append)] })),
  },
  {
    law: "L8",
    fault: "appends in reverse order",
    over: (storage) => edited(storage, (edit) => ({ ...edit, append: edit.append.toReversed() })),
  },
  {
    law: "L9",
    fault: "starts every list from the parent",
    over: (storage) =>
      edited(storage, (edit, { parentId }) => ({ ...edit, from: edit.from && parentId })),
  },
  {
    law: "L9",
    fault: "shows an append in the version that it started from",
    over: (storage) => {
      const appended = new Map<string, ListEdit["append"]>();
      return {
        commit: async (batch) => {
          const receipt = await storage.commit(batch);
          for (const { edit, field } of batch.snapshots.flatMap(editsOf)) {
            if (edit.from !== null) appended.set(edit.from + field, edit.append);
          }
          return receipt;
        },
        ...changedReads(storage, (version) => ({
          ...version,
          state: Object.fromEntries(
            Object.entries(version.state).map(([field, value]) => {
              const more = appended.get(version.ecsId + field) ?? [];
              return [field, "list" in value ? { list: [...value.list, ...more] } : value];
            }),
          ),
        })),
      };
    },
  },
  {
    law: "L10",
    fault: "takes an edit that does not fit its start for an empty list",
    over: (storage) => ({
      commit: async (batch) => {
        const [outcome] = await Promise.allSettled([storage.commit(batch)]);
        if (outcome.status === "fulfilled") return outcome.value;
        if (!isKind(outcome.reason, "invalid_request")) throw outcome.reason;
        const empty = { from: null, keep: 0, put: [], append: [] };
        return storage.commit(withEdits(batch, (edit) => ({ ...edit, ...empty })));
      },
    }),
  },
];

function edited(
  storage: EntityStorage,
  change: (edit: ListEdit, owner: WrittenSnapshot) => ListEdit,
): Partial<EntityStorage> {
  return { commit: (batch) => storage.commit(withEdits(batch, change)) };
}

function withEdits(
  batch: WriteBatch,
  change: (edit: ListEdit, owner: WrittenSnapshot) => ListEdit,
): WriteBatch {
  const snapshots = batch.snapshots.map((owner) => {
    const state = Object.entries(owner.state).map(([field, value]) => {
      return [field, "list" in value ? { list: change(value.list, owner) } : value] as const;
    });
    return { ...owner, state: Object.fromEntries(state) };
  });
  return { ...batch, snapshots };
}

function editsOf(version: WrittenSnapshot): { readonly field: string; readonly edit: ListEdit }[] {
  return Object.entries(version.state).flatMap(([field, value]) =>
    "list" in value ? [{ field, edit: value.list }] : [],
  );
}
