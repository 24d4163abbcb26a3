import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import type { WrittenSnapshot } from "./entity-snapshot.ts";

/** One wish to move a ref, decided by compare-and-set inside the batch's transaction. */
export interface RefMove {
  readonly lineageId: LineageId;
  /** Null: the writer follows no ref, so the storage makes a branch for `to` and names it. */
  readonly name: string | null;
  /** The tip that the writer saw; null: the ref is not there yet. */
  readonly expect: EcsId | null;
  readonly to: EcsId;
  /** When the tip is another one: make a branch for `to`, or refuse the whole batch. */
  readonly else: "branch" | "refuse";
}

/** Snapshots and ref moves that are stored whole or not at all. */
export interface WriteBatch {
  readonly batchId: BatchId;
  readonly createdAt: Date;
  readonly actor: string | null;
  readonly reason: string | null;
  readonly runId: string | null;
  readonly snapshots: readonly WrittenSnapshot[];
  readonly moves: readonly RefMove[];
}

/** What became of one wish to move a ref. */
export interface MovedRef {
  readonly lineageId: LineageId;
  /** The ref that points to `to` now. */
  readonly ref: string;
  readonly to: EcsId;
  /** False when a branch had to be made. */
  readonly moved: boolean;
  /** Tip of the wished ref as it was found; null when there was none. */
  readonly tip: EcsId | null;
  /** The other children of `to`'s parent; looked up only when `moved` is false, else empty. */
  readonly siblings: readonly EcsId[];
}

/** Acknowledgement of a batch: all of it is durable. `moves` answers those of the batch, in order. */
export interface CommitReceipt {
  readonly batchId: BatchId;
  readonly moves: readonly MovedRef[];
}
