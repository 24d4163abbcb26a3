import { randomIds, trustBatchId, type BatchId } from "@minference/protocol";

/** An id for a batch that a broken backend makes up. */
export function newBatchId(): BatchId {
  return trustBatchId(randomIds.mint(Date.now()));
}
