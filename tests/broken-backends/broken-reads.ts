import type { EntitySnapshot } from "@minference/storage";
import type { EcsId, JsonValue } from "@minference/protocol";
import { changedReads, type BrokenBackend } from "./broken-backend.ts";

/** Faults of reading. */
export const brokenReads: readonly BrokenBackend[] = [
  {
    law: "L1",
    fault: "drops the milliseconds of instants",
    over: (storage) =>
      changedReads(storage, (version) => {
        const seconds = Math.floor(version.createdAt.getTime() / 1000);
        return { ...version, createdAt: new Date(seconds * 1000) };
      }),
  },
  {
    law: "L1",
    fault: "forgets a parent that is not stored",
    over: (storage) => ({
      lineageRows: async (lineageId) => {
        const rows = await storage.lineageRows(lineageId);
        const ids = new Set(rows.map(({ ecsId }) => ecsId));
        return rows.map((row) => {
          return row.parentId && ids.has(row.parentId) ? row : { ...row, parentId: null };
        });
      },
    }),
  },
  {
    law: "L18",
    fault: "reads two levels of a tree",
    over: (storage) => ({
      readTrees: async (ids) => {
        const { tips } = await storage.readTrees(ids);
        const top = await storage.readSnapshots(ids);
        const below = [...top.values()].flatMap(({ state }) =>
          Object.values(state).flatMap((value) => {
            if ("list" in value) return value.list;
            return "ref" in value && value.ref !== null ? [value.ref] : [];
          }),
        );
        return { snapshots: await storage.readSnapshots([...ids, ...below]), tips };
      },
    }),
  },
  {
    law: "L18",
    fault: "reads the parents of the asked versions with their trees",
    over: (storage) => ({
      readTrees: async (ids) => {
        const asked = await storage.readSnapshots(ids);
        const parents = [...asked.values()].flatMap(({ parentId }) => parentId ?? []);
        const { tips } = await storage.readTrees(ids);
        return { snapshots: (await storage.readTrees([...ids, ...parents])).snapshots, tips };
      },
    }),
  },
  {
    law: "L18",
    fault: "gives every ref of a lineage with its tree",
    over: (storage) => ({
      readTrees: async (ids) => {
        const { snapshots } = await storage.readTrees(ids);
        const lineages = ids.flatMap((id) => snapshots.get(id)?.lineageId ?? []);
        return { snapshots, tips: await storage.refs(lineages) };
      },
    }),
  },
  {
    law: "L19",
    fault: "leaves out empty lists and dicts",
    over: (storage) =>
      changedReads(storage, (version) => {
        const state = Object.entries(version.state).filter(([, value]) => {
          if ("list" in value) return value.list.length > 0;
          return !("dict" in value) || Object.keys(value.dict).length > 0;
        });
        return { ...version, state: Object.fromEntries(state) };
      }),
  },
  {
    law: "L20",
    fault: "lists oldest first",
    over: (storage) => ({
      readRows: async (filter, page) => (await storage.readRows(filter, page)).toReversed(),
    }),
  },
  {
    law: "L20",
    fault: "skips the first version of every page but the first",
    over: (storage) => ({
      readRows: async (filter, page) => {
        const ids = await storage.readRows(filter, page);
        return page.before === null ? ids : ids.slice(1);
      },
    }),
  },
  {
    law: "L20",
    fault: "gives the last version of a page again with the next",
    over: (storage) => ({
      readRows: async (filter, page) => {
        const ids = await storage.readRows(filter, page);
        const again = page.before === null || ids.length === 0 ? [] : [page.before];
        return [...again, ...ids].slice(0, page.limit);
      },
    }),
  },
  {
    law: "L20",
    fault: "takes any limit",
    over: (storage) => ({
      readRows: (filter, page) => {
        const whole = Math.floor(Number.isFinite(page.limit) ? page.limit : 1000);
        return storage.readRows(filter, { ...page, limit: Math.min(1000, Math.max(1, whole)) });
      },
    }),
  },
  {
    law: "L21",
    fault: "lists old versions among the tips of main",
    over: (storage) => ({
      readRows: (filter, page) => storage.readRows({ ...filter, versions: "all" }, page),
    }),
  },
  {
    law: "L21",
    fault: "compares fields as text",
    over: (storage) => ({
      readRows: async (filter, page) => {
        const wanted = Object.entries(filter.where);
        const ids = await storage.readRows({ ...filter, where: {} }, page);
        const versions = await storage.readSnapshots(ids);
        return ids.filter((id) =>
          wanted.every(([field, value]) => textAt(versions.get(id), field) === textOf(value)),
        );
      },
    }),
  },
  {
    law: "L22",
    fault: "lists a lineage newest first",
    over: (storage) => ({
      lineageRows: async (lineageId) => (await storage.lineageRows(lineageId)).toReversed(),
    }),
  },
  {
    law: "L22",
    fault: "leaves branches out of a lineage",
    over: (storage) => ({
      lineageRows: async (lineageId) => {
        const parents = new Set<EcsId | null>();
        const rows = await storage.lineageRows(lineageId);
        return rows.filter(({ parentId }) => !parents.has(parentId) && parents.add(parentId));
      },
    }),
  },
  {
    law: "L23",
    fault: "counts lineages as versions",
    over: (storage) => ({
      status: async () => {
        const status = await storage.status();
        return { ...status, backend: "broken", entityCount: status.lineageCount };
      },
    }),
  },
];

function textAt(version: EntitySnapshot | undefined, field: string): string | null {
  const value = version?.state[field];
  return value !== undefined && "json" in value ? textOf(value.json) : null;
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
