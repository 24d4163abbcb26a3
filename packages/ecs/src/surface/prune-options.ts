import type { EcsId } from "@minference/protocol";

/** What a prune keeps, and whether it deletes. */
export interface PruneOptions {
  /** Versions to keep although no ref reaches them. */
  readonly alsoKeep?: readonly EcsId[];
  /** True unless said: count, and delete nothing. */
  readonly dryRun?: boolean;
}

/** What a prune deleted, or would delete. */
export interface PruneSummary {
  readonly dryRun: boolean;
  readonly count: number;
  readonly countByType: Readonly<Record<string, number>>;
  /** By type, each by rising id. */
  readonly idsByType: Readonly<Record<string, readonly EcsId[]>>;
}
