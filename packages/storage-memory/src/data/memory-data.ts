import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import type { CommitReceipt } from "@minference/storage";
import { RefBook } from "./ref-book.ts";
import { SortedIds } from "./sorted-ids.ts";
import type { StoredVersion } from "./stored-version.ts";

/** All that memory storages over one data hold. It outlives each of them. */
export class MemoryData {
  readonly versions: Map<EcsId, StoredVersion> = new Map();
  readonly byType: Map<string, SortedIds> = new Map();
  /** In the order of storing, as are those of `byParent`. */
  readonly byLineage: Map<LineageId, EcsId[]> = new Map();
  readonly byParent: Map<EcsId, EcsId[]> = new Map();
  readonly refs: RefBook = new RefBook();
  /** Null for the batch of a `setRef`, which has no receipt. */
  readonly batches: Map<BatchId, CommitReceipt | null> = new Map();

  add(version: StoredVersion): void {
    const { ecsId, type, lineageId, parentId } = version;
    this.versions.set(ecsId, version);
    const ofType = this.byType.get(type) ?? new SortedIds();
    if (ofType.size === 0) this.byType.set(type, ofType);
    ofType.add(ecsId);
    addTo(this.byLineage, lineageId, ecsId);
    if (parentId !== null) addTo(this.byParent, parentId, ecsId);
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

function addTo<Key>(index: Map<Key, EcsId[]>, key: Key, id: EcsId): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [id]);
  else known.push(id);
}
