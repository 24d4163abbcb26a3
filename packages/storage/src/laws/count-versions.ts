import type { EcsId, LineageId } from "@minference/protocol";
import type { VersionRow } from "../contract/entity-snapshot.ts";
import type { StorageStatus } from "../contract/storage-status.ts";

/** The counts over these versions, which are all that a storage holds; O(versions) (L23). */
export function countVersions(
  versions: Iterable<Pick<VersionRow, "ecsId" | "type" | "lineageId" | "createdAt">>,
): Omit<StorageStatus, "backend"> {
  const countByType = new Map<string, number>();
  const lineages = new Set<LineageId>();
  let entityCount = 0;
  let oldest: EcsId | null = null;
  let newest: EcsId | null = null;
  let [first, latest] = [Infinity, -Infinity];
  for (const { ecsId, type, lineageId, createdAt } of versions) {
    entityCount += 1;
    lineages.add(lineageId);
    countByType.set(type, (countByType.get(type) ?? 0) + 1);
    if (oldest === null || ecsId < oldest) oldest = ecsId;
    if (newest === null || ecsId > newest) newest = ecsId;
    first = Math.min(first, createdAt.getTime());
    latest = Math.max(latest, createdAt.getTime());
  }
  return {
    entityCount,
    lineageCount: lineages.size,
    countByType: Object.fromEntries(countByType),
    oldest,
    newest,
    firstVersionAt: entityCount === 0 ? null : new Date(first),
    latestVersionAt: entityCount === 0 ? null : new Date(latest),
  };
}
