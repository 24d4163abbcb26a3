import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import type { CommitReceipt } from "@minference/storage";
import { RefBook } from "./ref-book.ts";
import { SortedIds } from "./sorted-ids.ts";
import type { StoredVersion } from "./stored-version.ts";

/** All that memory storages over one data hold. It outlives each of them. */
export class MemoryData {
  readonly versions: Map<EcsId, StoredVersion> = new Map();
  readonly byType: Map<string, SortedIds> = new Map();
  readonly byLineage: Map<LineageId, SortedIds> = new Map();
  readonly byParent: Map<EcsId, SortedIds> = new Map();
  readonly refs: RefBook = new RefBook();
  /** Null for the batch of a `setRef`, which has no receipt. */
  readonly batches: Map<BatchId, CommitReceipt | null> = new Map();

  add(version: StoredVersion): void {
    this.versions.set(version.ecsId, version);
    idsAt(this.byType, version.type).add(version.ecsId);
    idsAt(this.byLineage, version.lineageId).add(version.ecsId);
    if (version.parentId !== null) idsAt(this.byParent, version.parentId).add(version.ecsId);
  }

  clear(): void {
    this.versions.clear();
    this.byType.clear();
    this.byLineage.clear();
    this.byParent.clear();
    this.refs.clear();
    this.batches.clear();
  }
}

function idsAt<Key>(index: Map<Key, SortedIds>, key: Key): SortedIds {
  const known = index.get(key);
  if (known !== undefined) return known;
  const ids = new SortedIds();
  index.set(key, ids);
  return ids;
}
