import type { EcsId, JsonValue } from "@minference/protocol";
import { mainRef, type Page, type RowFilter } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import type { SortedIds } from "../data/sorted-ids.ts";
import type { StoredVersion } from "../data/stored-version.ts";

/** Ids of the versions that match, newest id first. */
export function readRows(filter: RowFilter, page: Page, data: MemoryData): readonly EcsId[] {
  const matches = matcher(filter, data);
  const found: EcsId[] = [];
  for (const type of new Set(filter.types)) {
    const ids = data.byType.get(type);
    if (ids !== undefined) found.push(...newest(ids, page, matches));
  }
  return found.sort().reverse().slice(0, page.limit);
}

function newest(ids: SortedIds, page: Page, matches: (id: EcsId) => boolean): EcsId[] {
  const ascending = ids.ascending();
  const end = page.before === null ? ascending.length : ids.countBelow(page.before);
  const found: EcsId[] = [];
  for (let index = end - 1; index >= 0 && found.length < page.limit; index -= 1) {
    const id = ascending[index];
    if (id !== undefined && matches(id)) found.push(id);
  }
  return found;
}

function matcher(filter: RowFilter, data: MemoryData): (id: EcsId) => boolean {
  const wanted = Object.entries(filter.where);
  return (id) => {
    const version = data.versions.get(id);
    if (version === undefined) return false;
    if (filter.versions === "main" && data.refs.tip(version.lineageId, mainRef) !== id)
      return false;
    return wanted.every(([name, value]) => hasField(version, name, value));
  };
}

function hasField({ state }: StoredVersion, name: string, wanted: JsonValue): boolean {
  const value = Object.hasOwn(state, name) ? state[name] : undefined;
  return value !== undefined && "json" in value && value.json === wanted;
}
