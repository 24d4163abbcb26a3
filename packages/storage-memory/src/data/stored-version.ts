import type { EntitySnapshot, StoredValue, VersionRow } from "@minference/storage";
import type { SharedList } from "../lists/shared-list.ts";

/** A list field of a version as it is kept. */
export interface KeptList {
  readonly field: string;
  readonly list: SharedList;
}

/** One version as it is kept: frozen, instants as epoch milliseconds. */
export type StoredVersion = Readonly<
  Omit<EntitySnapshot, "createdAt" | "erasedAt"> & {
    createdAt: number;
    erasedAt: number | null;
    /** Its lists, shared with other versions; in `state` each of these fields holds {@link listPlace}. */
    lists: readonly KeptList[];
  }
>;

/** Stands in `state` for a list, which is made into an array for each reader. */
export const listPlace: StoredValue = Object.freeze({ list: Object.freeze([]) });

/** The version as a reader gets it: frozen, and with dates and lists of its own, which alter nothing kept. */
export function toSnapshot(version: StoredVersion): EntitySnapshot {
  const { ecsId, type, lineageId, parentId, schemaVersion, batchId, contentHash } = version;
  return Object.freeze({
    ecsId,
    type,
    lineageId,
    parentId,
    createdAt: new Date(version.createdAt),
    schemaVersion,
    batchId,
    erasedAt: version.erasedAt === null ? null : new Date(version.erasedAt),
    contentHash,
    state: toState(version),
  });
}

/** The place of the version in its lineage. */
export function toRow(version: StoredVersion): VersionRow {
  const { ecsId, type, lineageId, parentId, batchId } = version;
  const createdAt = new Date(version.createdAt);
  return Object.freeze({ ecsId, type, lineageId, parentId, createdAt, batchId });
}

function toState({ state, lists }: StoredVersion): EntitySnapshot["state"] {
  if (lists.length === 0) return state;
  const whole = { ...state };
  // each field is an own property of the copy already, so a list named __proto__ sets no prototype
  for (const { field, list } of lists) {
    whole[field] = Object.freeze({ list: Object.freeze(list.toArray()) });
  }
  return Object.freeze(whole);
}
