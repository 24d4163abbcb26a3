import type { EcsId } from "@minference/protocol";
import type { EntityStorage, RowFilter } from "@minference/storage";

/** Versions of one page of ids. */
const idsPerPage = 1000;

/** Ids of all versions of one type whose fields equal these, newest first, read page by page. */
export async function* listIds(
  storage: EntityStorage,
  type: string,
  where: RowFilter["where"] = {},
): AsyncGenerator<EcsId> {
  const filter: RowFilter = { types: [type], versions: "all", where };
  let before: EcsId | null = null;
  do {
    const ids: readonly EcsId[] = await storage.readRows(filter, { limit: idsPerPage, before });
    yield* ids;
    before = ids.length < idsPerPage ? null : (ids.at(-1) ?? null);
  } while (before !== null);
}
