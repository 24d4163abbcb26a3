import type { EcsId } from "@minference/protocol";
import type { StorageStatus } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";

/** Counts over everything that is stored; O(versions). */
export function readStatus(backend: string, data: MemoryData): StorageStatus {
  let oldest: EcsId | null = null;
  let newest: EcsId | null = null;
  let first: number | null = null;
  let latest: number | null = null;
  for (const { ecsId, createdAt } of data.versions.values()) {
    if (oldest === null || ecsId < oldest) oldest = ecsId;
    if (newest === null || ecsId > newest) newest = ecsId;
    if (first === null || createdAt < first) first = createdAt;
    if (latest === null || createdAt > latest) latest = createdAt;
  }
  return {
    backend,
    entityCount: data.versions.size,
    lineageCount: data.byLineage.size,
    countByType: Object.fromEntries(Array.from(data.byType, ([type, ids]) => [type, ids.size])),
    oldest,
    newest,
    firstVersionAt: first === null ? null : new Date(first),
    latestVersionAt: latest === null ? null : new Date(latest),
  };
}
