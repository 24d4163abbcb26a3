import type { EntityStorage } from "../contract/entity-storage.ts";

/**
 * A whole storage over another one: the given methods stand in place of those of `inner`, all else passes through.
 * Disposing of it closes it, so a `close` that is given is called by both.
 */
export function wrappedStorage(
  inner: EntityStorage,
  methods: Partial<EntityStorage>,
): EntityStorage {
  const close = methods.close ?? (() => inner.close());
  return {
    backend: inner.backend,
    commit: (batch) => inner.commit(batch),
    readTrees: (ids) => inner.readTrees(ids),
    readSnapshots: (ids) => inner.readSnapshots(ids),
    readRows: (filter, page) => inner.readRows(filter, page),
    lineageRows: (lineageId) => inner.lineageRows(lineageId),
    refs: (lineageIds) => inner.refs(lineageIds),
    refLog: (lineageId, name) => inner.refLog(lineageId, name),
    setRef: (change) => inner.setRef(change),
    erase: (request) => inner.erase(request),
    erasures: (lineageId) => inner.erasures(lineageId),
    prune: (request) => inner.prune(request),
    verify: () => inner.verify(),
    status: () => inner.status(),
    clear: () => inner.clear(),
    close,
    [Symbol.asyncDispose]: close,
    ...methods,
  };
}
