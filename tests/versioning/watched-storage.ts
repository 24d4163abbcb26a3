import type { EntityStorage, WriteBatch } from "@minference/storage";

/** A storage and what it was asked to do. */
export interface WatchedStorage {
  readonly storage: EntityStorage;
  /** Names of the methods that were called, in order. */
  readonly calls: string[];
  /** Every batch that it has stored, again when it was sent again. */
  readonly batches: WriteBatch[];
}

/** Passes everything through to `inner` and writes down what was asked. */
export function watchedStorage(inner: EntityStorage): WatchedStorage {
  const calls: string[] = [];
  const batches: WriteBatch[] = [];
  const asked = (name: string): EntityStorage => {
    calls.push(name);
    return inner;
  };
  const close = (): Promise<void> => asked("close").close();
  const storage: EntityStorage = {
    backend: inner.backend,
    commit: async (batch) => {
      const receipt = await asked("commit").commit(batch);
      batches.push(batch);
      return receipt;
    },
    readTrees: (ids) => asked("readTrees").readTrees(ids),
    readSnapshots: (ids) => asked("readSnapshots").readSnapshots(ids),
    readRows: (filter, page) => asked("readRows").readRows(filter, page),
    lineageRows: (lineageId) => asked("lineageRows").lineageRows(lineageId),
    refs: (lineageIds) => asked("refs").refs(lineageIds),
    refLog: (lineageId, name) => asked("refLog").refLog(lineageId, name),
    setRef: (change) => asked("setRef").setRef(change),
    erase: (request) => asked("erase").erase(request),
    erasures: (lineageId) => asked("erasures").erasures(lineageId),
    prune: (request) => asked("prune").prune(request),
    verify: () => asked("verify").verify(),
    status: () => asked("status").status(),
    clear: () => asked("clear").clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
  return { storage, calls, batches };
}
