import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import {
  EditedLists,
  decideMoves,
  decideSetRef,
  heldIds,
  mapFields,
  newVersions,
  ownField,
  planPrune,
  versionsToErase,
  type CommitReceipt,
  type EntitySnapshot,
  type EraseRequest,
  type Erasure,
  type MovedRef,
  type PlacedMove,
  type PruneReceipt,
  type PruneRequest,
  type RefLogEntry,
  type RefTip,
  type SetRef,
  type StoredValue,
  type WriteBatch,
} from "@minference/storage";

/** What a storage holds, in plain maps. A plan throws, or gives what changes them and cannot fail (L2). */
export class Contents {
  readonly versions = new Map<EcsId, EntitySnapshot>();
  /** The moves of each accepted batch. */
  readonly batches = new Map<BatchId, readonly MovedRef[]>();
  readonly erasures: Erasure[] = [];
  /** The log of each ref; the ref points where its last entry does. */
  readonly #logs = new Map<LineageId, Map<string, RefLogEntry[]>>();

  /** The version that the ref points to; null when there is none. */
  readonly tipOf = (lineageId: LineageId, name: string): EcsId | null =>
    this.log(lineageId, name).at(-1)?.to ?? null;

  /** The lineage of a stored version. */
  readonly lineageOf = (id: EcsId): LineageId | undefined => this.versions.get(id)?.lineageId;

  /** Every move of a ref, oldest first. */
  log(lineageId: LineageId, name: string): readonly RefLogEntry[] {
    return this.#logs.get(lineageId)?.get(name) ?? [];
  }

  /** The refs of these lineages (default: of all) by name, then by lineage (L17). */
  tips(lineageIds: Iterable<LineageId> = this.#logs.keys()): RefTip[] {
    const lineages = [...new Set(lineageIds)].sort();
    const tips = lineages.flatMap((lineageId) =>
      [...(this.#logs.get(lineageId)?.keys() ?? [])].flatMap((name): RefTip[] => {
        const tip = this.tipOf(lineageId, name);
        return tip === null ? [] : [{ lineageId, name, tip }];
      }),
    );
    // the sort is stable: lineages stay in order under one name
    return tips.sort((a, b) => (a.name === b.name ? 0 : a.name < b.name ? -1 : 1));
  }

  /** The receipt of an accepted batch. */
  receiptOf(batchId: BatchId): CommitReceipt {
    return { batchId, moves: this.batches.get(batchId) ?? [] };
  }

  /** What storing the batch changes. */
  planCommit(batch: WriteBatch): () => void {
    const versions = new Map(this.#planVersions(batch).map((version) => [version.ecsId, version]));
    const moves = decideMoves(batch.moves, {
      tipOf: this.tipOf,
      lineageOf: (id) => versions.get(id)?.lineageId ?? this.lineageOf(id),
    });
    return () => {
      for (const [id, version] of versions) this.versions.set(id, version);
      for (const { lineageId, ref: name, to } of moves) {
        this.#move({ ...batch, at: batch.createdAt, lineageId, name, to });
      }
      const answers = moves.map((move) => this.#answer(move));
      this.batches.set(batch.batchId, answers);
    };
  }

  /** What setting the ref changes. */
  planSetRef(change: SetRef): () => void {
    decideSetRef(change, this);
    return () => {
      this.#move(change);
      this.batches.set(change.batchId, []);
    };
  }

  /** What erasing changes (L32 to L35). */
  planErase(request: EraseRequest): () => void {
    const { batchId, at, actor, reason } = request;
    const erased = versionsToErase(request, this.versions);
    return () => {
      for (const [version, { json }] of erased) {
        const { ecsId, lineageId } = version;
        const state = mapFields(version.state, (value, field): StoredValue => {
          const put = ownField(json, field);
          return put === undefined ? value : { json: put };
        });
        this.versions.set(ecsId, { ...version, state, erasedAt: at, contentHash: null });
        this.erasures.push({ ecsId, lineageId, at, batchId, actor, reason });
      }
      this.batches.set(batchId, []);
    };
  }

  /** What a prune deletes (L36, L38). */
  planPrune(request: PruneRequest): PruneReceipt {
    const tips = this.tips().map(({ tip }) => tip);
    const held = ({ state }: EntitySnapshot): EcsId[] => Object.values(state).flatMap(heldIds);
    return planPrune(request, { versions: this.versions, tips, held });
  }

  /** Deletes these versions (L37). */
  delete(ids: readonly EcsId[]): void {
    for (const id of ids) this.versions.delete(id);
  }

  /** L5 to L10: the new versions of a batch, their lists whole. */
  #planVersions(batch: WriteBatch): EntitySnapshot[] {
    const fresh = newVersions(batch, this.versions);
    const lists = new EditedLists<readonly EcsId[]>(fresh, {
      empty: [],
      hasVersion: (id) => this.versions.has(id),
      listOf: (id, field) => {
        const value = ownField(this.versions.get(id)?.state ?? {}, field);
        return value !== undefined && "list" in value ? value.list : undefined;
      },
      edited: (start, { keep, put, append }) => {
        const list = start.slice(0, keep);
        for (const [position, item] of put) list[position] = item;
        return [...list, ...append];
      },
    });
    return Array.from(fresh.values(), (version) => ({
      ...version,
      state: mapFields(version.state, (value, field): StoredValue => {
        return "list" in value ? { list: lists.list(version, field) } : value;
      }),
    }));
  }

  #move(entry: Omit<RefLogEntry, "from"> & { lineageId: LineageId; name: string }): void {
    const { lineageId, name, to, at, batchId, actor, reason } = entry;
    const from = this.tipOf(lineageId, name);
    if (from === to) return;
    const logs = this.#logs.get(lineageId) ?? new Map<string, RefLogEntry[]>();
    const log = logs.get(name) ?? [];
    log.push({ from, to, at, batchId, actor, reason });
    this.#logs.set(lineageId, logs.set(name, log));
  }

  #answer({ writes, ...move }: PlacedMove): MovedRef {
    const parentId = this.versions.get(move.to)?.parentId ?? null;
    const all = move.moved || parentId === null ? [] : [...this.versions.values()];
    const children = all.filter((version) => version.parentId === parentId);
    const ids = children.map(({ ecsId }) => ecsId).sort();
    return { ...move, siblings: ids.filter((id) => id !== move.to) };
  }
}
