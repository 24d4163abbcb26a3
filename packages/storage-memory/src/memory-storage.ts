import type { EcsId, LineageId } from "@minference/protocol";
import {
  StorageClosedError,
  countVersions,
  findProblems,
  type EntitySnapshot,
  type EntityStorage,
  type Erasure,
  type StorageProblem,
} from "@minference/storage";
import { commitBatch } from "./commit/commit-batch.ts";
import { erase } from "./commit/erase.ts";
import { prune } from "./commit/prune.ts";
import { setRef } from "./commit/set-ref.ts";
import { MemoryData } from "./data/memory-data.ts";
import { toSnapshot } from "./data/stored-version.ts";
import { readRows } from "./read/read-rows.ts";
import { readLineage, readSnapshots, readTrees } from "./read/read-versions.ts";

const backend = "memory";

/** Options of {@link openMemoryStorage}. */
export interface MemoryStorageOptions {
  /** What the storage holds; default: new and empty. Storages over one data see each other's commits. */
  readonly data?: MemoryData;
}

/**
 * A storage in the memory of this process, the reference implementation of the contract.
 *
 * Every method is one synchronous stretch behind a promise, so nobody can see half of a commit (L3).
 * Nothing outlives the process. Closing it lets go of the data; whoever gave `data` still has all of it and
 * may open another storage over it. No method needs its receiver, so a storage may be spread into another.
 */
export async function openMemoryStorage(
  options: MemoryStorageOptions = {},
): Promise<EntityStorage> {
  let held: MemoryData | null = options.data ?? new MemoryData();
  const open = (operation: string): MemoryData => {
    if (held === null) throw new StorageClosedError({ backend, operation });
    return held;
  };
  const close = async (): Promise<void> => {
    held = null;
  };
  return {
    backend,
    commit: async (batch) => commitBatch(batch, open("commit")),
    readTrees: async (ids) => readTrees(ids, open("readTrees")),
    readSnapshots: async (ids) => readSnapshots(ids, open("readSnapshots")),
    readRows: async (filter, page) => readRows(filter, page, open("readRows")),
    lineageRows: async (lineageId) => readLineage(lineageId, open("lineageRows")),
    refs: async (lineageIds) => open("refs").refs.tips(lineageIds),
    refLog: async (lineageId, name) => open("refLog").refs.log(lineageId, name),
    setRef: async (change) => setRef(change, open("setRef")),
    erase: async (request) => erase(request, open("erase")),
    erasures: async (lineageId) => erasures(lineageId, open("erasures")),
    prune: async (request) => prune(request, open("prune")),
    verify: async () => verify(open("verify")),
    status: async () => ({ backend, ...countVersions(open("status").versions.values()) }),
    clear: async () => open("clear").clear(),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function erasures(lineageId: LineageId, data: MemoryData): Erasure[] {
  const receipts = data.erasures.get(lineageId) ?? [];
  return receipts
    .map((receipt) => ({ ...receipt, at: new Date(receipt.at) }))
    .sort((a, b) => (a.ecsId < b.ecsId ? -1 : Number(a.ecsId > b.ecsId)));
}

function verify(data: MemoryData): StorageProblem[] {
  const lineageOf = (id: EcsId): LineageId | undefined => data.versions.get(id)?.lineageId;
  return findProblems({ versions: snapshots(data), tips: data.refs.tips(), lineageOf });
}

/** One after the other: all at once would have every list whole. */
function* snapshots({ versions }: MemoryData): Iterable<EntitySnapshot> {
  for (const version of versions.values()) yield toSnapshot(version);
}
