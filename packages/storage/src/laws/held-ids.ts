import type { EcsId } from "@minference/protocol";
import type { StoredValue, WrittenValue } from "../contract/entity-snapshot.ts";

/**
 * The versions that a field names, in their order. Of a list edit these are the items that it brings: those that
 * it keeps were checked when its start was stored (L7).
 */
export function heldIds(value: StoredValue | WrittenValue): readonly EcsId[] {
  if ("json" in value) return none;
  if ("ref" in value) return value.ref === null ? none : [value.ref];
  if ("dict" in value) return Object.values(value.dict);
  if (!("from" in value.list)) return value.list;
  const { put, append } = value.list;
  return put.length === 0 ? append : [...put.map(([, item]) => item), ...append];
}

/** Most fields name nothing, so that is not made anew for each. */
const none: readonly EcsId[] = Object.freeze([]);
