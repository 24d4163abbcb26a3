import type { EcsId } from "@minference/protocol";
import type { SegmentTable } from "../mapping/mapped-table.ts";

/**
 * Where the list of a version lies: in a segment up to a length, or whole beside the version.
 *
 * A segment has own rows by position; below `ownFrom` its ancestors' rows are visible, but for those that it
 * hides. From `ownFrom` on its rows have no gap.
 */
export type ListPlace =
  | {
      readonly kind: "segment";
      readonly rows: SegmentTable;
      /** Null for an empty list, which has no segment. */
      readonly segment: Uint8Array | null;
      readonly length: number;
      readonly ownFrom: number;
    }
  | { readonly kind: "whole"; readonly items: readonly EcsId[] };

/** How many items a list has. */
export function lengthOf(place: ListPlace): number {
  return place.kind === "segment" ? place.length : place.items.length;
}

/** The list that starts empty. */
export const emptyList: ListPlace = { kind: "whole", items: [] };
