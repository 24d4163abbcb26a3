import { CorruptError, type EcsId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, StoredValue } from "@minference/storage";
import { wrappedStorage } from "@minference/storage/conformance";

/** What became of one stored version: another content, a row that cannot be read, or no row any more. */
export type Change = (snapshot: EntitySnapshot) => EntitySnapshot | "unreadable" | "absent";

/** A storage whose rows were changed behind its back, and which finds nothing of it by itself. */
export function changedStorage(inner: EntityStorage, change: Change): EntityStorage {
  return wrappedStorage(inner, {
    readSnapshots: async (ids) => changed(await inner.readSnapshots(ids), change),
    readTrees: async (ids) => {
      const { snapshots, tips } = await inner.readTrees(ids);
      return { snapshots: changed(snapshots, change), tips };
    },
    verify: async () => [],
  });
}

/** The version with another value in one field. */
export function withField(
  snapshot: EntitySnapshot,
  field: string,
  value: StoredValue,
): EntitySnapshot {
  return { ...snapshot, state: { ...snapshot.state, [field]: value } };
}

function changed(
  snapshots: ReadonlyMap<EcsId, EntitySnapshot>,
  change: Change,
): ReadonlyMap<EcsId, EntitySnapshot> {
  return new Map(
    [...snapshots].flatMap(([ecsId, snapshot]): [EcsId, EntitySnapshot][] => {
      const now = change(snapshot);
      if (now === "unreadable")
        throw new CorruptError({ problem: "note.text is no text", remedy: "Restore it", ecsId });
      return now === "absent" ? [] : [[ecsId, now]];
    }),
  );
}
