import type { EcsId, LineageId } from "@minference/protocol";
import { heldIds, type EntitySnapshot, type TreeRead, type VersionRow } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { toSnapshot } from "../data/stored-version.ts";

/** The asked versions that are stored. */
export function readSnapshots(ids: Iterable<EcsId>, data: MemoryData): Map<EcsId, EntitySnapshot> {
  const found = new Map<EcsId, EntitySnapshot>();
  for (const id of ids) {
    const version = data.versions.get(id);
    if (version !== undefined) found.set(id, toSnapshot(version));
  }
  return found;
}

/** Everything below the asked versions, each once, and the refs that point to the asked ones. */
export function readTrees(ids: readonly EcsId[], data: MemoryData): TreeRead {
  const asked = new Set(ids);
  const snapshots = readSnapshots(asked, data);
  const lineages = Array.from(snapshots.values(), ({ lineageId }) => lineageId);
  const tips = data.refs.tips(lineages).filter(({ tip }) => asked.has(tip));
  // a Map is walked over what is added while walking
  for (const { state } of snapshots.values()) {
    for (const id of Object.values(state).flatMap(heldIds)) {
      const version = snapshots.has(id) ? undefined : data.versions.get(id);
      if (version !== undefined) snapshots.set(id, toSnapshot(version));
    }
  }
  return { snapshots, tips };
}

/** The places of all versions of a lineage, by rising id. */
export function readLineage(lineageId: LineageId, data: MemoryData): VersionRow[] {
  const versions = data.byLineage.of(lineageId).flatMap((id) => data.versions.get(id) ?? []);
  return versions.map(({ state, schemaVersion, erasedAt, contentHash, ...row }) => {
    return { ...row, createdAt: new Date(row.createdAt) };
  });
}
