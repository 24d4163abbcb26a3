import {
  keptField,
  mapFields,
  ownField,
  type EditedLists,
  type EmptiedVersion,
  type EntitySnapshot,
  type StoredField,
  type StoredValue,
  type WrittenSnapshot,
} from "@minference/storage";
import type { SharedList } from "../lists/shared-list.ts";

/** One field as it is kept: frozen, its list shared with other versions. */
export type KeptValue = StoredField | { readonly list: SharedList };
type KeptState = Readonly<Record<string, KeptValue>>;

/** One version as it is kept; no caller holds anything of it that can be changed (L26). */
export type StoredVersion = Omit<EntitySnapshot, "state"> & { readonly state: KeptState };

/** The version as it is kept, with the lists that its edits make. */
export function toStored(written: WrittenSnapshot, lists: EditedLists<SharedList>): StoredVersion {
  const state = mapFields(written.state, (value, field): KeptValue => {
    return "list" in value ? { list: lists.list(written, field) } : keptField(value, field);
  });
  return { ...written, ...datesOf(written), state };
}

/** The version as a reader gets it: frozen, with dates and lists of its own. */
export function toSnapshot(version: StoredVersion): EntitySnapshot {
  const { state } = version;
  const whole = isWithoutLists(state) ? state : mapFields(state, withWholeList);
  return Object.freeze({ ...version, ...datesOf(version), state: whole });
}

/** The version without its hash, and with other values in its JSON fields (L33). */
export function emptied(version: StoredVersion, to: EmptiedVersion, at: Date): StoredVersion {
  const state = mapFields(version.state, (value, field): KeptValue => {
    const json = ownField(to.json, field);
    return json === undefined ? value : keptField({ json }, field);
  });
  return { ...version, erasedAt: new Date(at), contentHash: null, state };
}

function datesOf({ createdAt, erasedAt }: Pick<EntitySnapshot, "createdAt" | "erasedAt">) {
  return { createdAt: new Date(createdAt), erasedAt: erasedAt && new Date(erasedAt) };
}

function isWithoutLists(state: KeptState): state is Readonly<Record<string, StoredField>> {
  return Object.values(state).every((value) => !("list" in value));
}

function withWholeList(value: KeptValue): StoredValue {
  return "list" in value ? Object.freeze({ list: Object.freeze(value.list.toArray()) }) : value;
}
