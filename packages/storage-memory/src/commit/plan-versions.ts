import type { EcsId } from "@minference/protocol";
import {
  DanglingReferenceError,
  DuplicateIdError,
  type StoredField,
  type StoredValue,
  type WriteBatch,
  type WrittenSnapshot,
  type WrittenValue,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { listPlace, type KeptList, type StoredVersion } from "../data/stored-version.ts";
import { keepJson } from "./keep-json.ts";
import { ListResolver } from "./list-resolver.ts";

/**
 * The versions of a batch that are not stored yet, ready to be kept; it changes nothing.
 *
 * @throws {DuplicateIdError} an id of the batch has other content already (L6).
 * @throws {DanglingReferenceError} a ref, dict value, list item or `from` names no version (L7).
 * @throws {InvalidRequestError} a list edit does not fit the list that it starts from (L10).
 */
export function planVersions(batch: WriteBatch, data: MemoryData): readonly StoredVersion[] {
  const fresh = freshSnapshots(batch, data);
  const lists = new ListResolver(fresh, data);
  const isKnown = (id: EcsId): boolean => fresh.has(id) || data.versions.has(id);
  return Array.from(fresh.values(), (snapshot) => {
    refuseDangling(snapshot, isKnown);
    return toVersion(snapshot, lists);
  });
}

function freshSnapshots(batch: WriteBatch, data: MemoryData): Map<EcsId, WrittenSnapshot> {
  const fresh = new Map<EcsId, WrittenSnapshot>();
  for (const snapshot of batch.snapshots) {
    const { ecsId } = snapshot;
    const known = data.versions.get(ecsId) ?? fresh.get(ecsId);
    if (known === undefined) fresh.set(ecsId, snapshot);
    // L5: erased is final, whatever is brought under its id changes nothing
    else if (known.erasedAt === null && known.contentHash !== snapshot.contentHash) {
      throw new DuplicateIdError({ entityType: snapshot.type, ecsId });
    }
  }
  return fresh;
}

function refuseDangling(snapshot: WrittenSnapshot, isKnown: (id: EcsId) => boolean): void {
  const { type: entityType, ecsId, state } = snapshot;
  for (const path of Object.keys(state)) {
    const value = state[path];
    for (const target of value === undefined ? [] : targets(value)) {
      if (!isKnown(target)) throw new DanglingReferenceError({ entityType, ecsId, path, target });
    }
  }
}

function toVersion(snapshot: WrittenSnapshot, resolver: ListResolver): StoredVersion {
  const { ecsId, type, lineageId, parentId, schemaVersion, batchId, contentHash } = snapshot;
  const lists: KeptList[] = [];
  const state: Record<string, StoredValue> = {};
  for (const [field, value] of Object.entries(snapshot.state)) {
    if ("list" in value) lists.push({ field, list: resolver.resolve(snapshot, field) });
    define(state, field, "list" in value ? listPlace : keepField(value, field));
  }
  return {
    ecsId,
    type,
    lineageId,
    parentId,
    createdAt: snapshot.createdAt.getTime(),
    schemaVersion,
    batchId,
    erasedAt: snapshot.erasedAt?.getTime() ?? null,
    contentHash,
    state: Object.freeze(state),
    lists,
  };
}

/** An assignment would set the prototype for the one name `__proto__`; a definition of every name is slow. */
function define(state: Record<string, StoredValue>, field: string, value: StoredValue): void {
  if (field !== "__proto__") state[field] = value;
  else Object.defineProperty(state, field, { value, enumerable: true });
}

function keepField(value: StoredField, name: string): StoredField {
  if ("json" in value) return Object.freeze({ json: keepJson(value.json, name) });
  if ("ref" in value) return Object.freeze({ ref: value.ref });
  return Object.freeze({ dict: Object.freeze(Object.fromEntries(Object.entries(value.dict))) });
}

/** The versions that a field names; those that a list edit keeps were checked when its start was stored. */
function targets(value: WrittenValue): readonly EcsId[] {
  if ("json" in value) return [];
  if ("ref" in value) return value.ref === null ? [] : [value.ref];
  if ("dict" in value) return Object.values(value.dict);
  const { put, append } = value.list;
  return put.length === 0 ? append : [...put.map(([, item]) => item), ...append];
}
