import type { EntitySnapshot, StoredField, StoredValue, VersionRow } from "@minference/storage";
import { SharedList } from "../lists/shared-list.ts";

/** One field as it is kept. */
export type KeptValue = StoredField | SharedList;

/** One version as it is kept: frozen, instants as epoch milliseconds, lists shared between versions. */
export type StoredVersion = Readonly<
  Omit<EntitySnapshot, "state" | "createdAt" | "erasedAt"> & {
    createdAt: number;
    erasedAt: number | null;
    fields: readonly (readonly [name: string, value: KeptValue])[];
  }
>;

/** The version as a reader gets it: frozen, and with dates of its own, which alter nothing kept. */
export function toSnapshot(version: StoredVersion): EntitySnapshot {
  const { fields, createdAt, erasedAt, ...row } = version;
  // fromEntries defines properties, so a field named __proto__ is one like any other
  const state = Object.fromEntries(fields.map(([name, value]) => [name, toStoredValue(value)]));
  return Object.freeze({
    ...row,
    createdAt: new Date(createdAt),
    erasedAt: erasedAt === null ? null : new Date(erasedAt),
    state: Object.freeze(state),
  });
}

/** The place of the version in its lineage. */
export function toRow(version: StoredVersion): VersionRow {
  const { ecsId, type, lineageId, parentId, batchId } = version;
  const createdAt = new Date(version.createdAt);
  return Object.freeze({ ecsId, type, lineageId, parentId, createdAt, batchId });
}

function toStoredValue(value: KeptValue): StoredValue {
  if (!(value instanceof SharedList)) return value;
  return Object.freeze({ list: Object.freeze(value.toArray()) });
}
