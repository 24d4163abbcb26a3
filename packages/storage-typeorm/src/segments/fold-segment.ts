/** A segment that is being started: its own rows by position, and what it hangs on. */
export interface FoldingSegment<Row> {
  readonly rows: ReadonlyMap<number, Row>;
  readonly parent: Uint8Array | null;
  readonly parentLength: number;
}

/** A segment that one hangs on. */
export interface ParentSegment<Row> {
  readonly parent: Uint8Array | null;
  readonly parentLength: number;
  /** Its own rows below the other's `parentLength`, at least the first {@link rowsToFold} of them. */
  readonly rows: readonly (readonly [position: number, row: Row])[];
}

/** How many rows of its parent decide whether a segment takes them over; what it hides itself is among them. */
export function rowsToFold(segment: FoldingSegment<unknown>): number {
  return 3 * segment.rows.size + 1;
}

/**
 * The segment with the visible rows of its parent taken over, hanging on the grandparent; null when these are more
 * than twice its own. So a chain's depth and an edit's rows stay logarithmic on average.
 */
export function foldedInto<Row>(
  segment: FoldingSegment<Row>,
  parent: ParentSegment<Row>,
): FoldingSegment<Row> | null {
  const visible = parent.rows.filter(([position]) => !segment.rows.has(position));
  if (visible.length > 2 * segment.rows.size) return null;
  return {
    rows: new Map([...segment.rows, ...visible]),
    parent: parent.parent,
    parentLength: Math.min(segment.parentLength, parent.parentLength),
  };
}
