import type { EcsId } from "@minference/protocol";
import type { ListEdit } from "@minference/storage";
import type { SegmentTable } from "../mapping/mapped-table.ts";
import type { ListPlace } from "./list-place.ts";

/** One item with its position. */
export type PlacedItem = readonly [position: number, item: EcsId];

/** What becomes of a list edit in a table of segments. */
export type ListPlan =
  /** No row is written: the list is empty, or the beginning of the one that it starts from. */
  | { readonly kind: "shared"; readonly segment: Uint8Array | null; readonly length: number }
  /** Rows are added at the end of a segment, if it is free there: else `otherwise` is done. */
  | {
      readonly kind: "extended";
      readonly segment: Uint8Array;
      readonly ownFrom: number;
      readonly length: number;
      readonly items: readonly PlacedItem[];
      readonly otherwise: StartedSegment;
    }
  | StartedSegment;

/** A segment of its own that holds only what differs from its parent. */
export interface StartedSegment {
  readonly kind: "started";
  /** Null: it hangs on nothing. */
  readonly parent: Uint8Array | null;
  readonly parentLength: number;
  readonly length: number;
  readonly items: readonly PlacedItem[];
}

/** Plans an edit whose start lies in the segments of the same table, or is empty. */
export function planList(edit: ListEdit, start: SegmentStart): ListPlan {
  const { keep, put, append } = edit;
  const length = keep + append.length;
  if (length === 0) return { kind: "shared", segment: null, length: 0 };
  const { segment } = start;
  if (put.length === 0 && append.length === 0) return { kind: "shared", segment, length };
  const started: StartedSegment = {
    kind: "started",
    parent: keep === 0 ? null : segment,
    parentLength: keep,
    length,
    items: [...put, ...append.map((item, index): PlacedItem => [keep + index, item])],
  };
  // below `ownFrom` a free position is not the end: an ancestor's row is seen through it
  const endsInSegment = keep === start.length && keep >= start.ownFrom;
  if (segment === null || put.length > 0 || !endsInSegment) return started;
  const { ownFrom } = start;
  return { kind: "extended", segment, ownFrom, length, items: started.items, otherwise: started };
}

/** The start of an edit, as a place in segments. */
export type SegmentStart = Omit<Extract<ListPlace, { readonly kind: "segment" }>, "kind" | "rows">;

/**
 * The same edit, to be planned in the segments of `rows`: as it is when its start lies there, else from nothing,
 * with the items that it keeps spelled out by `itemsOf`.
 */
export function editFor(
  rows: SegmentTable,
  edit: ListEdit,
  { start, itemsOf }: { readonly start: ListPlace; readonly itemsOf: () => readonly EcsId[] },
): { readonly edit: ListEdit; readonly start: SegmentStart } {
  if (start.kind === "segment" && start.rows.name === rows.name) return { edit, start };
  const items = edit.keep === 0 ? [] : applyEdit(itemsOf(), edit);
  return {
    edit: { ...edit, keep: 0, put: [], append: edit.keep === 0 ? edit.append : items },
    start: { segment: null, length: 0, ownFrom: 0 },
  };
}

/** The whole list that an edit makes of the one that it starts from. */
export function applyEdit(start: readonly EcsId[], edit: ListEdit): readonly EcsId[] {
  const kept = start.slice(0, edit.keep);
  for (const [position, item] of edit.put) kept[position] = item;
  return [...kept, ...edit.append];
}
