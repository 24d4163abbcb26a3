import { wrappedStorage } from "@minference/storage/conformance";
import type { EntitySnapshot, EntityStorage, StoredField, TreeRead } from "@minference/storage";
import type { EcsId } from "@minference/protocol";

/** A backend that breaks one law and keeps the others as well as it can. */
export interface BrokenBackend {
  /** The law of CONTRACT.md whose cases must catch it. */
  readonly law: string;
  /** What it does wrong, as a sentence without subject. */
  readonly fault: string;
  /** The methods that do it, over a storage that keeps every law. */
  over(storage: EntityStorage): Partial<EntityStorage>;
}

/** The broken backend as a whole storage: what it does not break is passed through. */
export function broken(backend: BrokenBackend, storage: EntityStorage): EntityStorage {
  return wrappedStorage(storage, backend.over(storage));
}

/** Both reads of versions, with each version changed. */
export function changedReads(
  storage: EntityStorage,
  change: (version: EntitySnapshot) => EntitySnapshot,
): Pick<EntityStorage, "readSnapshots" | "readTrees"> {
  const changed = (versions: ReadonlyMap<EcsId, EntitySnapshot>): Map<EcsId, EntitySnapshot> =>
    new Map(Array.from(versions, ([id, version]) => [id, change(version)]));
  return {
    readSnapshots: async (ids) => changed(await storage.readSnapshots(ids)),
    readTrees: async (ids): Promise<TreeRead> => {
      const { snapshots, tips } = await storage.readTrees(ids);
      return { snapshots: changed(snapshots), tips };
    },
  };
}

/** The version with each field that is no list changed. */
export function changedFields(
  version: EntitySnapshot,
  change: (value: StoredField) => StoredField,
): EntitySnapshot {
  const fields = Object.entries(version.state).map(([name, value]) => {
    return [name, "list" in value ? value : change(value)] as const;
  });
  return { ...version, state: Object.fromEntries(fields) };
}
