import { CommitUnknownError, StorageFullError } from "@minference/protocol";
import type { CommitReceipt, EntityStorage, WriteBatch } from "@minference/storage";

/** What becomes of one commit: stored and told; refused; stored, or not, and nobody knows. */
export type Fate = "stored" | "refused" | "unknown, stored" | "unknown, not stored";

/** A storage whose next commits meet these fates, then all are stored; it keeps the batches it was sent. */
export function unsureStorage(
  inner: EntityStorage,
  fates: Fate[],
): { readonly storage: EntityStorage; readonly sent: WriteBatch[] } {
  const sent: WriteBatch[] = [];
  const commit = async (batch: WriteBatch): Promise<CommitReceipt> => {
    sent.push(batch);
    const fate = fates.shift() ?? "stored";
    if (fate === "stored") return inner.commit(batch);
    if (fate === "unknown, stored") await inner.commit(batch);
    if (fate === "refused") {
      throw new StorageFullError({ problem: "The disk is full", remedy: "Make room" });
    }
    throw new CommitUnknownError({ problem: "The line was cut", remedy: "Commit again" });
  };
  const storage: EntityStorage = {
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
  };
  return { storage, sent };
}
