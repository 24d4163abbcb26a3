import { CommitUnknownError, StorageFullError } from "@minference/protocol";
import type { EntityStorage, WriteBatch } from "@minference/storage";
import type { Outcome } from "./version-model.ts";

/** A storage whose batches meet the outcomes that they are told to, and what it was sent. */
export interface UnsureStorage {
  readonly storage: EntityStorage;
  /** Met by the next batch that is sent for the first time; then by none. */
  next: Outcome;
  /** Snapshots of all batches that are stored. */
  written: number;
}

/** Puts refused and unknown commits before a storage; a batch that is sent again is always stored. */
export function unsureStorage(inner: EntityStorage): UnsureStorage {
  const known = new Set<string>();
  const stored = new Set<string>();
  const write = async (batch: WriteBatch): ReturnType<EntityStorage["commit"]> => {
    if (!stored.has(batch.batchId)) unsure.written += batch.snapshots.length;
    stored.add(batch.batchId);
    return inner.commit(batch);
  };
  const commit = async (batch: WriteBatch): ReturnType<EntityStorage["commit"]> => {
    const isRepeated = known.has(batch.batchId);
    const outcome = isRepeated ? "stored" : unsure.next;
    if (!isRepeated) unsure.next = "stored";
    known.add(batch.batchId);
    if (outcome === "refused") throw new StorageFullError(full);
    const receipt = outcome === "unknown, not stored" ? null : await write(batch);
    if (receipt === null || outcome !== "stored") throw new CommitUnknownError(cut);
    return receipt;
  };
  const unsure: UnsureStorage = {
    storage: {
      backend: inner.backend,
      commit,
      readTrees: (ids) => inner.readTrees(ids),
      readSnapshots: (ids) => inner.readSnapshots(ids),
      readRows: (filter, page) => inner.readRows(filter, page),
      lineageRows: (lineageId) => inner.lineageRows(lineageId),
      refs: (lineageIds) => inner.refs(lineageIds),
      refLog: (lineageId, name) => inner.refLog(lineageId, name),
      setRef: (change) => inner.setRef(change),
      status: () => inner.status(),
      clear: () => inner.clear(),
      close: () => inner.close(),
      [Symbol.asyncDispose]: () => inner.close(),
    },
    next: "stored",
    written: 0,
  };
  return unsure;
}

const full = { problem: "The disk is full", remedy: "Make room" };
const cut = { problem: "The line was cut before the answer", remedy: "Commit the batch again" };
