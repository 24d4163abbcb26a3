import type { EcsId, LineageId } from "@minference/protocol";
import {
  StorageClosedError,
  checkPage,
  type CommitReceipt,
  type EntitySnapshot,
  type EntityStorage,
  type Page,
  type RefLogEntry,
  type RefTip,
  type RowFilter,
  type SetRef,
  type StorageStatus,
  type TreeRead,
  type VersionRow,
  type WriteBatch,
} from "@minference/storage";
import { commitBatch } from "./commit/commit-batch.ts";
import { setRef } from "./commit/set-ref.ts";
import { MemoryData } from "./data/memory-data.ts";
import { toRow, toSnapshot } from "./data/stored-version.ts";
import { readRows } from "./read/read-rows.ts";
import { readStatus } from "./read/read-status.ts";
import { readTrees } from "./read/read-trees.ts";

/** Options of {@link openMemoryStorage}. */
export interface MemoryStorageOptions {
  /** What the storage holds; default: new and empty. Storages over one data see each other's commits. */
  readonly data?: MemoryData;
}

/**
 * A storage in the memory of this process, the reference implementation of the contract.
 *
 * Nothing outlives the process. Closing it lets go of the data; whoever gave `data` still has all of it and
 * may open another storage over it.
 */
export async function openMemoryStorage(
  options: MemoryStorageOptions = {},
): Promise<EntityStorage> {
  return new MemoryStorage(options.data ?? new MemoryData());
}

/**
 * Every method is one synchronous stretch behind a promise, so nobody can see half of a commit (L3).
 * The data of a closed storage is null.
 */
class MemoryStorage implements EntityStorage {
  readonly backend = "memory";
  #data: MemoryData | null;

  constructor(data: MemoryData) {
    this.#data = data;
  }

  async commit(batch: WriteBatch): Promise<CommitReceipt> {
    return commitBatch(batch, this.#open("commit"));
  }

  async readTrees(ids: readonly EcsId[]): Promise<TreeRead> {
    return readTrees(ids, this.#open("readTrees"));
  }

  async readSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>> {
    const { versions } = this.#open("readSnapshots");
    const found = new Map<EcsId, EntitySnapshot>();
    for (const id of ids) {
      const version = versions.get(id);
      if (version !== undefined) found.set(id, toSnapshot(version));
    }
    return found;
  }

  async readRows(filter: RowFilter, page: Page): Promise<readonly EcsId[]> {
    const data = this.#open("readRows");
    checkPage(page);
    return readRows(filter, page, data);
  }

  async lineageRows(lineageId: LineageId): Promise<readonly VersionRow[]> {
    const { byLineage, versions } = this.#open("lineageRows");
    const ids = (byLineage.get(lineageId) ?? []).toSorted();
    return ids.flatMap((id) => versions.get(id) ?? []).map(toRow);
  }

  async refs(lineageIds: readonly LineageId[]): Promise<readonly RefTip[]> {
    const { refs } = this.#open("refs");
    return refs.tips(lineageIds);
  }

  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    return this.#open("refLog").refs.log(lineageId, name);
  }

  async setRef(change: SetRef): Promise<void> {
    setRef(change, this.#open("setRef"));
  }

  async status(): Promise<StorageStatus> {
    return readStatus(this.backend, this.#open("status"));
  }

  async clear(): Promise<void> {
    this.#open("clear").clear();
  }

  async close(): Promise<void> {
    this.#data = null;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(operation: string): MemoryData {
    if (this.#data !== null) return this.#data;
    throw new StorageClosedError({ backend: this.backend, operation });
  }
}
