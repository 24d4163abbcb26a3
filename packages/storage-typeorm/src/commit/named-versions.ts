import type { EcsId } from "@minference/protocol";
import type { WrittenValue } from "@minference/storage";

/** The versions that a field names; items that a list edit keeps were checked when its start was stored (L7). */
export function namedVersions(value: WrittenValue): readonly EcsId[] {
  if ("json" in value) return [];
  if ("ref" in value) return value.ref === null ? [] : [value.ref];
  if ("dict" in value) return Object.values(value.dict);
  const { put, append } = value.list;
  return put.length === 0 ? append : [...put.map(([, item]) => item), ...append];
}
