import type { EcsId } from "@minference/protocol";
import {
  DanglingReferenceError,
  DuplicateIdError,
  type StoredField,
  type WriteBatch,
  type WrittenSnapshot,
  type WrittenValue,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import type { KeptValue, StoredVersion } from "../data/stored-version.ts";
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
    const keep = (name: string, value: WrittenValue): KeptValue => {
      for (const target of targets(value)) {
        if (!isKnown(target)) throw dangling(snapshot, name, target);
      }
      return "list" in value ? lists.resolve(snapshot, name) : keepField(value, name);
    };
    return toVersion(snapshot, keep);
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

function toVersion(
  snapshot: WrittenSnapshot,
  keep: (name: string, value: WrittenValue) => KeptValue,
): StoredVersion {
  const { ecsId, type, lineageId, parentId, schemaVersion, batchId, contentHash } = snapshot;
  const state = Object.entries(snapshot.state);
  return Object.freeze({
    ecsId,
    type,
    lineageId,
    parentId,
    createdAt: snapshot.createdAt.getTime(),
    schemaVersion,
    batchId,
    erasedAt: snapshot.erasedAt?.getTime() ?? null,
    contentHash,
    fields: state.map(([name, value]) => [name, keep(name, value)] as const),
  });
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

function dangling(owner: WrittenSnapshot, path: string, target: EcsId): DanglingReferenceError {
  return new DanglingReferenceError({ entityType: owner.type, ecsId: owner.ecsId, path, target });
}
