import {
  lineageOf,
  nextUuidV7,
  randomIds,
  trustBatchId,
  trustEcsId,
  type BatchId,
  type EcsId,
  type JsonValue,
  type LineageId,
} from "@minference/protocol";
import type { EntitySnapshot, WrittenSnapshot, WrittenValue } from "../contract/entity-snapshot.ts";
import { mapFields } from "../contract/fields.ts";
import type { EmptiedVersion, EraseRequest } from "../contract/erasing.ts";
import type { SetRef } from "../contract/refs.ts";
import type { RefMove, WriteBatch } from "../contract/write-batch.ts";
import { contentHash, type HashedSnapshot, type HashedValue } from "../encode/content-hash.ts";
import { frozenJson } from "../encode/frozen-json.ts";
import { listHash } from "../encode/list-chain.ts";

/** A version before its batch is known. */
export type Draft = Omit<WrittenSnapshot, "batchId">;

/** A list edit as a case states it; `keep` is the whole start unless said. */
export interface EditParts {
  readonly from?: Draft;
  readonly keep?: number;
  readonly put?: readonly (readonly [number, EcsId])[];
  readonly append?: readonly EcsId[];
}

/** A version as a case states it: what it leaves out is made up. */
export interface DraftParts {
  readonly id?: EcsId;
  readonly type?: string;
  /** The draft that it is forked from: its lineage and type. */
  readonly parent?: Draft;
  readonly parentId?: EcsId;
  readonly createdAt?: Date;
  readonly schemaVersion?: number;
  readonly erasedAt?: Date;
  readonly json?: Readonly<Record<string, JsonValue>>;
  readonly refs?: Readonly<Record<string, EcsId | null>>;
  readonly dicts?: Readonly<Record<string, Readonly<Record<string, EcsId>>>>;
  readonly lists?: Readonly<Record<string, EditParts>>;
}

/** A batch as a case states it. */
export interface BatchParts extends Partial<Omit<WriteBatch, "snapshots">> {
  readonly versions?: readonly Draft[];
}

/** 2025-08-18T12:26:40Z: versions are made one millisecond after the other from here. */
const firstInstant = 1_755_520_000_000;

/** Writes versions, moves and batches, with rising ids and instants, and knows how each version must read. */
export class Author {
  #minted = 0;
  #last: string | null = null;
  readonly #lists = new Map<EcsId, Map<string, readonly EcsId[]>>();

  /** A version id above all ids before. */
  id(): EcsId {
    return trustEcsId(this.#mint());
  }

  /** A batch id above all ids before. */
  batchId(): BatchId {
    return trustBatchId(this.#mint());
  }

  /** A version; nothing is stored yet. */
  version(parts: DraftParts = {}): Draft {
    const ecsId = parts.id ?? this.id();
    const state = this.#state(ecsId, parts);
    const row = {
      ecsId,
      type: parts.parent?.type ?? parts.type ?? "Note",
      lineageId: parts.parent?.lineageId ?? lineageOf(ecsId),
      parentId: parts.parent?.ecsId ?? parts.parentId ?? null,
      createdAt: parts.createdAt ?? new Date(firstInstant + this.#minted),
      schemaVersion: parts.schemaVersion ?? 1,
    };
    const erasedAt = parts.erasedAt ?? null;
    const hashed = contentHash({ ...row, state: this.#hashed(ecsId, state) });
    return { ...row, erasedAt, contentHash: erasedAt === null ? hashed : null, state };
  }

  /** Versions without links, to be items of lists. */
  items(count: number): Draft[] {
    return Array.from({ length: count }, (_, index) => this.version({ json: { index } }));
  }

  /** The whole list that a version must be read with. */
  listOf(version: Draft, field: string): readonly EcsId[] {
    return this.#lists.get(version.ecsId)?.get(field) ?? [];
  }

  /** A batch of these versions and moves. */
  batch(parts: BatchParts): WriteBatch {
    const batchId = parts.batchId ?? this.batchId();
    const { createdAt = new Date(firstInstant + this.#minted) } = parts;
    const { actor = null, reason = null, runId = null, moves = [], versions = [] } = parts;
    const snapshots = versions.map((version) => ({ ...version, batchId }));
    return { batchId, createdAt, actor, reason, runId, snapshots, moves };
  }

  /** A move of `main` (unless said) to a version, from its parent (unless said); it branches unless said. */
  move(to: Draft, parts: Partial<RefMove> = {}): RefMove {
    const { ecsId, lineageId, parentId } = to;
    return { lineageId, name: "main", expect: parentId, to: ecsId, else: "branch", ...parts };
  }

  /** A change of a ref outside of any commit; `expect` is anything unless said. */
  setRef(lineageId: LineageId, parts: Partial<SetRef> & Pick<SetRef, "name" | "to">): SetRef {
    const at = new Date(firstInstant + this.#minted);
    const batchId = parts.batchId ?? this.batchId();
    return { lineageId, expect: "any", at, actor: null, reason: null, ...parts, batchId };
  }

  /** An erase of these versions, for a reason that is made up unless it is said. */
  erase(versions: readonly EmptiedVersion[], parts: Partial<EraseRequest> = {}): EraseRequest {
    const at = new Date(firstInstant + this.#minted);
    const batchId = parts.batchId ?? this.batchId();
    return { at, actor: null, reason: "asked for", versions, ...parts, batchId };
  }

  /** How the versions of a batch must be read. */
  reads(batch: WriteBatch): EntitySnapshot[] {
    return batch.snapshots.map((snapshot) => ({
      ...snapshot,
      state: mapFields(snapshot.state, (value, field) =>
        "list" in value ? { list: this.listOf(snapshot, field) } : value,
      ),
    }));
  }

  #mint(): string {
    this.#minted += 1;
    this.#last = nextUuidV7(randomIds, firstInstant + this.#minted, this.#last);
    return this.#last;
  }

  #state(owner: EcsId, parts: DraftParts): Record<string, WrittenValue> {
    const state: [string, WrittenValue][] = [];
    const { json = {}, refs = {}, dicts = {}, lists = {} } = parts;
    for (const [name, value] of Object.entries(json)) {
      state.push([name, { json: frozenJson(value, "value") }]);
    }
    for (const [name, value] of Object.entries(refs)) state.push([name, { ref: value }]);
    for (const [name, value] of Object.entries(dicts)) state.push([name, { dict: value }]);
    for (const [name, edit] of Object.entries(lists)) {
      state.push([name, this.#list(owner, name, edit)]);
    }
    return Object.fromEntries(state);
  }

  #list(owner: EcsId, field: string, edit: EditParts): WrittenValue {
    const start = edit.from === undefined ? [] : this.listOf(edit.from, field);
    const { keep = start.length, put = [], append = [] } = edit;
    const kept = start.slice(0, keep);
    for (const [position, item] of put) kept[position] = item;
    const items = [...kept, ...append];
    const lists = this.#lists.get(owner) ?? new Map<string, readonly EcsId[]>();
    this.#lists.set(owner, lists.set(field, items));
    const from = edit.from?.ecsId ?? null;
    return { list: { from, keep, put, append, hash: listHash(items) } };
  }

  #hashed(owner: EcsId, state: Draft["state"]): HashedSnapshot["state"] {
    return mapFields(state, (value, field): HashedValue => {
      if (!("list" in value)) return value;
      const length = this.#lists.get(owner)?.get(field)?.length ?? 0;
      return { digest: { length, hash: value.list.hash } };
    });
  }
}
