import type { EcsId } from "@minference/protocol";
import { listHash, type ListEdit } from "@minference/storage";

/** A list that is stored, or will be with the same batch. */
export interface ListStart {
  readonly from: EcsId;
  readonly ids: readonly EcsId[];
}

/**
 * A whole list as an edit of another: the start's items that stay are not written again, so a lineage of a growing
 * list is written in the size of what was added to it.
 */
export function importedList(ids: readonly EcsId[], start: ListStart | null): ListEdit {
  const hash = listHash(ids);
  const shared = Math.min(start?.ids.length ?? 0, ids.length);
  const put = replacedItems(ids, start?.ids ?? [], shared);
  const prefix = put[0]?.[0] ?? shared;
  // most items behind the first difference differ: then it is no replacing
  const keep = put.length * 2 < shared - prefix + 1 ? shared : prefix;
  return {
    from: keep === 0 ? null : (start?.from ?? null),
    keep,
    put: put.filter(([position]) => position < keep),
    append: ids.slice(keep),
    hash,
  };
}

function replacedItems(
  ids: readonly EcsId[],
  before: readonly EcsId[],
  shared: number,
): readonly (readonly [position: number, item: EcsId])[] {
  return ids
    .slice(0, shared)
    .flatMap((item, position): [number, EcsId][] =>
      item === before[position] ? [] : [[position, item]],
    );
}
