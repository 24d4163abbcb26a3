import type { BatchId, EcsId, LineageId } from "@minference/protocol";
import {
  DanglingReferenceError,
  DuplicateIdError,
  VersionConflictError,
  branchName,
  checkRefName,
  checkSetRef,
  type CommitReceipt,
  type EntitySnapshot,
  type MovedRef,
  type RefLogEntry,
  type RefMove,
  type SetRef,
  type StoredValue,
  type WriteBatch,
  type WrittenSnapshot,
} from "@minference/storage";
import { EditedLists } from "./edited-lists.ts";

/** What a storage holds, in plain maps. A plan throws, or gives what changes them and cannot fail (L2). */
export class Contents {
  readonly versions = new Map<EcsId, EntitySnapshot>();
  readonly batches = new Map<BatchId, CommitReceipt>();
  /** The log of each ref; the ref points where its last entry does. */
  readonly logs = new Map<LineageId, Map<string, RefLogEntry[]>>();

  /** The version that the ref points to; null when there is none. */
  tip(lineageId: LineageId, name: string): EcsId | null {
    return this.logs.get(lineageId)?.get(name)?.at(-1)?.to ?? null;
  }

  /** What storing the batch changes. */
  planCommit(batch: WriteBatch): () => CommitReceipt {
    const fresh = this.#fresh(batch);
    const lists = new EditedLists(fresh, this.versions);
    const versions = Array.from(fresh.values(), (version) => resolved(version, lists));
    const moves = this.#planned(batch, fresh);
    return () => {
      for (const version of versions) this.versions.set(version.ecsId, version);
      for (const { lineageId, ref, to } of moves) {
        this.#move({ ...batch, at: batch.createdAt, lineageId, name: ref, to });
      }
      return this.#accept({
        batchId: batch.batchId,
        moves: moves.map((move) => this.#answer(move)),
      });
    };
  }

  /** What setting the ref changes. */
  planSetRef(change: SetRef): () => CommitReceipt {
    const { batchId, lineageId, name, to, expect } = change;
    checkSetRef(change);
    if (to !== null && this.versions.get(to)?.lineageId !== lineageId) throw noTip(name, to);
    const found = this.tip(lineageId, name);
    if (expect !== "any" && expect !== found) {
      throw new VersionConflictError({ lineageId, ref: name, expected: expect, found });
    }
    return () => {
      this.#move(change);
      return this.#accept({ batchId, moves: [] });
    };
  }

  #accept(receipt: CommitReceipt): CommitReceipt {
    this.batches.set(receipt.batchId, receipt);
    return receipt;
  }

  /** L5, L6: the versions of the batch that are not stored. */
  #fresh(batch: WriteBatch): Map<EcsId, WrittenSnapshot> {
    const fresh = new Map<EcsId, WrittenSnapshot>();
    for (const version of batch.snapshots) {
      const { ecsId, type: entityType, contentHash } = version;
      const known = this.versions.get(ecsId) ?? fresh.get(ecsId);
      if (known === undefined) fresh.set(ecsId, version);
      else if (known.erasedAt === null && known.contentHash !== contentHash) {
        throw new DuplicateIdError({ entityType, ecsId });
      }
    }
    return fresh;
  }

  /** L11 to L13: what each move comes to; each sees those before it. */
  #planned(batch: WriteBatch, fresh: ReadonlyMap<EcsId, WrittenSnapshot>): MovedRef[] {
    const planned = new Map<string, EcsId>();
    const tipOf = (lineageId: LineageId, name: string): EcsId | null =>
      planned.get(lineageId + name) ?? this.tip(lineageId, name);
    return batch.moves.map((move) => {
      const { lineageId, name, to } = move;
      const version = fresh.get(to) ?? this.versions.get(to);
      if (version?.lineageId !== lineageId) throw noTip(name ?? "of a branch", to);
      const moved = decided(move, (ref) => tipOf(lineageId, ref));
      planned.set(lineageId + moved.ref, to);
      return moved;
    });
  }

  #move(entry: Omit<RefLogEntry, "from"> & { lineageId: LineageId; name: string }): void {
    const { lineageId, name, to, at, batchId, actor, reason } = entry;
    const from = this.tip(lineageId, name);
    if (from === to) return;
    const logs = this.logs.get(lineageId) ?? new Map<string, RefLogEntry[]>();
    const log = logs.get(name) ?? [];
    log.push({ from, to, at, batchId, actor, reason });
    this.logs.set(lineageId, logs.set(name, log));
  }

  #answer(move: MovedRef): MovedRef {
    const parentId = this.versions.get(move.to)?.parentId ?? null;
    if (move.moved || parentId === null) return move;
    const all = [...this.versions.values()];
    const children = all.filter((version) => version.parentId === parentId);
    const ids = children.map(({ ecsId }) => ecsId).sort();
    return { ...move, siblings: ids.filter((id) => id !== move.to) };
  }
}

/** The versions that a value names. */
export function targetsOf(value: StoredValue): readonly EcsId[] {
  if ("json" in value) return [];
  if ("ref" in value) return value.ref === null ? [] : [value.ref];
  return "dict" in value ? Object.values(value.dict) : value.list;
}

/** The version with its lists whole, when all that it names is there (L7, L8). */
function resolved(version: WrittenSnapshot, lists: EditedLists): EntitySnapshot {
  const { type: entityType, ecsId } = version;
  const fields = Object.entries(version.state).map(([path, value]): [string, StoredValue] => {
    const whole = "list" in value ? { list: lists.list(ecsId, path) } : value;
    for (const target of targetsOf(whole)) {
      if (!lists.has(target)) throw new DanglingReferenceError({ entityType, ecsId, path, target });
    }
    return [path, whole];
  });
  return { ...version, state: Object.fromEntries(fields) };
}

function decided(move: RefMove, tipOf: (name: string) => EcsId | null): MovedRef {
  const { lineageId, name, expect, to } = move;
  if (name !== null) checkRefName(name);
  const tip = name === null ? null : tipOf(name);
  if (name !== null && (tip === expect || tip === to)) {
    return { lineageId, ref: name, to, moved: true, tip, siblings: [] };
  }
  if (name !== null && move.else === "refuse") {
    throw new VersionConflictError({ lineageId, ref: name, expected: expect, found: tip });
  }
  const names = [branchName(to, "short"), branchName(to, "long")] as const;
  const ref = names.find((free) => tipOf(free) === null);
  if (ref !== undefined) return { lineageId, ref, to, moved: false, tip, siblings: [] };
  throw new VersionConflictError({
    lineageId,
    ref: names[1],
    expected: null,
    found: tipOf(names[1]),
  });
}

function noTip(ref: string, target: EcsId): DanglingReferenceError {
  return new DanglingReferenceError({ entityType: "Ref", ecsId: null, path: ref, target });
}
