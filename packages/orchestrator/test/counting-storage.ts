import type { openMemoryStorage } from "@minference/storage-memory";

/** The contract of storages, as the memory backend has it. */
export type Storage = Awaited<ReturnType<typeof openMemoryStorage>>;
/** One batch as it is committed. */
export type Batch = Parameters<Storage["commit"]>[0];
/** Stands between a registry and its storage: it commits, or fails in its own way. */
export type CommitHook = (
  batch: Batch,
  commit: () => ReturnType<Storage["commit"]>,
) => ReturnType<Storage["commit"]>;

/** A storage that remembers what was committed. */
export interface CountingStorage {
  readonly storage: Storage;
  /** Every batch that was sent, in order. */
  readonly batches: readonly Batch[];
  /** How many reads of trees there were. */
  readonly treeReads: () => number;
}

/** A storage whose commits go through `hook`; all else is the storage's own, whose methods need no receiver. */
export function countingStorage(
  inner: Storage,
  hook: CommitHook = (_batch, commit) => commit(),
): CountingStorage {
  const batches: Batch[] = [];
  let treeReads = 0;
  const commit = (batch: Batch): ReturnType<Storage["commit"]> => {
    batches.push(batch);
    return hook(batch, () => inner.commit(batch));
  };
  const storage: Storage = {
    ...inner,
    commit,
    readTrees: (ids) => {
      treeReads += 1;
      return inner.readTrees(ids);
    },
  };
  return { storage, batches, treeReads: () => treeReads };
}

/** Rows that a batch writes in SQL: itself, its ref moves, its versions, and a row for each list item put. */
export function rowsOf(batch: Batch): number {
  const items = batch.snapshots.flatMap(({ state }) =>
    Object.values(state).map((value) =>
      "list" in value ? value.list.put.length + value.list.append.length : 0,
    ),
  );
  return (
    1 + batch.moves.length + batch.snapshots.length + items.reduce((sum, count) => sum + count, 0)
  );
}
