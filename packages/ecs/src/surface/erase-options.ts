import type { BatchId, EcsId, LineageId } from "@minference/protocol";

/** Whose content is to go: these versions, or all versions of one thing. */
export type EraseTarget = { readonly ecsIds: readonly EcsId[] } | { readonly lineageId: LineageId };

/** Who erases, and why. */
export interface EraseOptions {
  readonly reason: string;
  readonly actor?: string;
}

/** What was erased. */
export interface EraseReceipt {
  /** Null: everything was erased before. */
  readonly batchId: BatchId | null;
  /** The versions that are empty now, those among them that belong to others; by rising id. */
  readonly ecsIds: readonly EcsId[];
}
