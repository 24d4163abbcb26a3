import type { EcsId, LineageId } from "@minference/protocol";

/** One stored version, as far as it matters to a prune. */
export interface PrunableVersion {
  readonly ecsId: EcsId;
  readonly lineageId: LineageId;
  /** Its parent, what its id fields name and what it holds; null: nothing there. */
  readonly names: readonly (EcsId | null)[];
  /** The version that it lives and dies with. */
  readonly belongsTo: EcsId | null;
  /** All that a reader sees of it and below it, as text. */
  readonly shape: string;
}

/** The versions that a prune must leave: V41 as a closure over plain sets. */
export function reachedVersions(
  stored: ReadonlyMap<EcsId, PrunableVersion>,
  from: readonly EcsId[],
): ReadonlySet<EcsId> {
  const reached = new Set(from.filter((id) => stored.has(id)));
  for (const id of reached) {
    for (const named of stored.get(id)?.names ?? []) {
      if (named !== null && stored.has(named)) reached.add(named);
    }
    for (const { ecsId, belongsTo } of stored.values()) if (belongsTo === id) reached.add(ecsId);
  }
  return reached;
}
