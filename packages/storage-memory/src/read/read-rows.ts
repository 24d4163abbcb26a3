import type { EcsId } from "@minference/protocol";
import { checkPage, mainRef, ownField, type Page, type RowFilter } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { countBelow } from "../data/id-index.ts";
import type { StoredVersion } from "../data/stored-version.ts";

/** Ids of the versions that match, newest id first. */
export function readRows(filter: RowFilter, page: Page, data: MemoryData): readonly EcsId[] {
  checkPage(page);
  const found: EcsId[] = [];
  for (const type of new Set(filter.types)) {
    const ids = data.byType.of(type);
    const end = page.before === null ? ids.length : countBelow(ids, page.before);
    const enough = found.length + page.limit;
    for (let at = end - 1; at >= 0 && found.length < enough; at -= 1) {
      const id = ids[at];
      const version = id === undefined ? undefined : data.versions.get(id);
      if (version !== undefined && matches(version, filter, data)) found.push(version.ecsId);
    }
  }
  return found.sort().reverse().slice(0, page.limit);
}

function matches(version: StoredVersion, filter: RowFilter, { refs }: MemoryData): boolean {
  const { ecsId, lineageId, state } = version;
  if (filter.versions === "main" && refs.tip(lineageId, mainRef) !== ecsId) return false;
  return Object.entries(filter.where).every(([field, wanted]) => {
    const value = ownField(state, field);
    return value !== undefined && "json" in value && value.json === wanted;
  });
}
