import { CommitUnknownError, StorageFullError, type BatchId } from "@minference/protocol";
import type { EntityStorage } from "../contract/entity-storage.ts";
import type { CommitReceipt, WriteBatch } from "../contract/write-batch.ts";
import { wrappedStorage } from "./wrapped-storage.ts";

/** What becomes of a commit: stored and told; refused; stored, or not, and the caller cannot know. */
export type CommitFate = "stored" | "refused" | "unknown, stored" | "unknown, not stored";

/** A storage whose commits meet the fates that they are told to, and what it was sent. */
export interface UnsureStorage {
  readonly storage: EntityStorage;
  /** Each is met by one batch that is sent for the first time, in order; when none is left, batches are stored. */
  readonly fates: CommitFate[];
  /** Every batch as it was sent, again and again if it was. */
  readonly sent: readonly WriteBatch[];
  /** Every batch that was stored, once. */
  readonly stored: ReadonlyMap<BatchId, WriteBatch>;
}

/** Puts refused and unknown commits before a storage; a batch that is sent again is always stored. */
export function unsureStorage(inner: EntityStorage, ...fates: CommitFate[]): UnsureStorage {
  const sent: WriteBatch[] = [];
  const stored = new Map<BatchId, WriteBatch>();
  const store = (batch: WriteBatch): Promise<CommitReceipt> => {
    stored.set(batch.batchId, batch);
    return inner.commit(batch);
  };
  const commit = async (batch: WriteBatch): Promise<CommitReceipt> => {
    const isRepeated = sent.some(({ batchId }) => batchId === batch.batchId);
    sent.push(batch);
    const fate = isRepeated ? "stored" : (fates.shift() ?? "stored");
    switch (fate) {
      case "stored":
        return store(batch);
      case "refused":
        throw new StorageFullError({ problem: "The disk is full", remedy: "Make room" });
      case "unknown, stored":
        await store(batch);
        throw cut();
      case "unknown, not stored":
        throw cut();
    }
  };
  return { storage: wrappedStorage(inner, { commit }), fates, sent, stored };
}

function cut(): CommitUnknownError {
  const problem = "The line was cut before the answer";
  return new CommitUnknownError({ problem, remedy: "Commit the batch again" });
}
