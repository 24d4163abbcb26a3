import type { EcsId } from "@minference/protocol";
import type { Lineage, LineageNode } from "./lineage.ts";

/** Which versions of a lineage are drawn, and how many are not. */
export interface DrawnVersions {
  readonly drawn: readonly LineageNode[];
  readonly left: number;
}

/** Where not all versions are drawn, the roots are, and the newest; the oldest ones between are left out. */
export function drawnVersions(lineage: Lineage, maxNodes: number): DrawnVersions {
  const { sortedIds, roots, nodes } = lineage;
  const newestCount = Math.max(1, maxNodes - roots.length);
  const wanted =
    sortedIds.length <= maxNodes
      ? sortedIds
      : [...roots.slice(0, maxNodes - newestCount), ...sortedIds.slice(-newestCount)];
  const drawn = [...new Set<EcsId>(wanted)].flatMap((id) => {
    const node = nodes.get(id);
    return node === undefined ? [] : [node];
  });
  return { drawn, left: sortedIds.length - drawn.length };
}
