import type { EcsId } from "@minference/protocol";

/** Counts over everything that a storage holds. */
export interface StorageStatus {
  readonly backend: string;
  readonly entityCount: number;
  readonly lineageCount: number;
  readonly countByType: Readonly<Record<string, number>>;
  readonly oldest: EcsId | null;
  readonly newest: EcsId | null;
  readonly firstVersionAt: Date | null;
  readonly latestVersionAt: Date | null;
}
