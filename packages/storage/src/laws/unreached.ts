import type { EcsId } from "@minference/protocol";

/** The versions of a storage as a prune walks them. */
export interface VersionGraph {
  /** Every stored version. */
  readonly all: Iterable<EcsId>;
  /** Where reaching begins: tips of refs, and what is kept besides. */
  readonly starts: Iterable<EcsId>;
  /**
   * Where it goes on from a version: what it holds, its parent, what its id fields name, and what belongs to it.
   * Ids that are not stored are ignored, and it is asked once for each version.
   */
  readonly next: (version: EcsId) => Iterable<EcsId>;
}

/** The versions that nothing reaches, in the order of `all`; no depth is limited by the call stack. */
export function unreached({ all, starts, next }: VersionGraph): readonly EcsId[] {
  const stored = new Set(all);
  const reached = new Set<EcsId>();
  // a Set visits what is added while it is walked
  for (const id of starts) if (stored.has(id)) reached.add(id);
  for (const id of reached) {
    for (const target of next(id)) if (stored.has(target)) reached.add(target);
  }
  return [...stored].filter((id) => !reached.has(id));
}
