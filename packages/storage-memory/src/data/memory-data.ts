import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import type { CommitReceipt, Erasure, MovedRef } from "@minference/storage";
import { IdIndex } from "./id-index.ts";
import { RefBook } from "./ref-book.ts";
import type { StoredVersion } from "./stored-version.ts";

/** All that memory storages over one data hold. It outlives each of them. */
export class MemoryData {
  readonly versions: Map<EcsId, StoredVersion> = new Map();
  readonly byType: IdIndex<string> = new IdIndex();
  readonly byLineage: IdIndex<LineageId> = new IdIndex();
  readonly byParent: IdIndex<EcsId> = new IdIndex();
  readonly refs: RefBook = new RefBook();
  readonly erasures: Map<LineageId, Erasure[]> = new Map();
  readonly #receipts = new Map<BatchId, CommitReceipt>();

  /** Makes the change of a batch unless it is known; a change that throws has changed nothing (L2, L4). */
  once(batchId: BatchId, change: () => readonly MovedRef[]): CommitReceipt {
    const known = this.#receipts.get(batchId);
    if (known !== undefined) return known;
    const receipt = Object.freeze({ batchId, moves: Object.freeze(change()) });
    this.#receipts.set(batchId, receipt);
    return receipt;
  }

  add(version: StoredVersion): void {
    const { ecsId, type, lineageId, parentId } = version;
    this.versions.set(ecsId, version);
    this.byType.add(type, ecsId);
    this.byLineage.add(lineageId, ecsId);
    if (parentId !== null) this.byParent.add(parentId, ecsId);
  }

  /** Deletes these versions; the indexes are made anew. */
  delete(ids: readonly EcsId[]): void {
    for (const id of ids) this.versions.delete(id);
    for (const index of [this.byType, this.byLineage, this.byParent]) index.clear();
    for (const version of this.versions.values()) this.add(version);
  }

  clear(): void {
    const { versions, byType, byLineage, byParent, refs, erasures } = this;
    const parts = [versions, byType, byLineage, byParent, refs, erasures, this.#receipts];
    for (const part of parts) part.clear();
  }
}
