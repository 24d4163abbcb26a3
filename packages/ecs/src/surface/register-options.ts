import type { BatchId, EcsId } from "@minference/protocol";

/** Who registers, why, and how a ref that moved meanwhile is taken. */
export interface RegisterOptions {
  /** Refuse, instead of making a branch, when the ref that a root follows has moved. */
  readonly expectHead?: true;
  readonly actor?: string;
  readonly reason?: string;
  readonly runId?: string;
}

/** The last batch of a root. */
export interface Receipt {
  readonly batchId: BatchId;
  /** Every version that the batch stored. */
  readonly versions: readonly EcsId[];
  /** The ref that the root follows now; null for what has no refs of its own. */
  readonly ref: string | null;
  /** False when the commit had to make the ref: a branch. */
  readonly moved: boolean;
  /** Tip of the ref that the commit wanted to move, as it was found. */
  readonly tip: EcsId | null;
  /** The other children of the root's parent; empty when the ref was moved. */
  readonly siblings: readonly EcsId[];
}
