import type { SegmentTable } from "../mapping/mapped-table.ts";
import {
  foldedInto,
  rowsToFold,
  type FoldingSegment,
  type ParentSegment,
} from "../segments/fold-segment.ts";
import { RowInserter } from "./insert-rows.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";

/** A row of a list table without its segment and position: item, its type if kept, introducing version, instant. */
export type SegmentRow = readonly SqlValue[];

/** Writes and folds the rows of one list table. */
export class SegmentStore {
  readonly #connection: SqliteConnection;
  readonly #rows: RowInserter;
  readonly #segments: RowInserter;
  readonly #ownRowsSql: string;
  readonly #takenSql: string;

  constructor(connection: SqliteConnection, rows: SegmentTable) {
    this.#connection = connection;
    const columns = [
      rows.item.name,
      ...(rows.itemType === null ? [] : [rows.itemType.name]),
      rows.introducedBy.name,
      "created_at",
    ];
    this.#rows = new RowInserter(connection, {
      table: rows.name,
      columns: ["segment_id", "position", ...columns],
    });
    this.#segments = new RowInserter(connection, {
      table: "list_segment",
      columns: [
        "segment_id",
        "owner_lineage_id",
        "parent_segment_id",
        "parent_length",
        "created_at",
      ],
    });
    this.#takenSql = `SELECT 1 FROM ${quoted(rows.name)} WHERE segment_id = ? AND position >= ? LIMIT 1`;
    this.#ownRowsSql =
      `SELECT position, ${columns.map(quoted).join(", ")} FROM ${quoted(rows.name)} ` +
      `WHERE segment_id = ? AND position < ? ORDER BY position LIMIT ?`;
  }

  /** True when no version has an item of its own there or behind: a prune leaves gaps. */
  isFree(segment: Uint8Array, position: number): boolean {
    return this.#connection.first(this.#takenSql, [segment, position]) === null;
  }

  /** Starts a segment that is to have these rows, folded with its ancestors; the rows have yet to be added. */
  start(
    segment: Uint8Array,
    started: FoldingSegment<SegmentRow>,
    owner: SegmentOwner,
  ): FoldingSegment<SegmentRow> {
    const folded = this.#folded(started);
    const { parent, rows } = folded;
    const parentLength = parent === null ? 0 : folded.parentLength;
    const { lineageId, createdAt } = owner;
    this.#segments.insert([[segment, lineageId, parent, parentLength, createdAt]]);
    return { rows, parent, parentLength };
  }

  /** Adds rows to a segment. */
  add(segment: Uint8Array, rows: ReadonlyMap<number, SegmentRow>): void {
    this.#rows.insert(Array.from(rows, ([position, row]) => [segment, position, ...row]));
  }

  #folded(started: FoldingSegment<SegmentRow>): FoldingSegment<SegmentRow> {
    let segment = started;
    while (segment.parent !== null) {
      const next = foldedInto(segment, this.#parent(segment, segment.parent));
      if (next === null) return segment;
      segment = next;
    }
    return segment;
  }

  #parent(segment: FoldingSegment<SegmentRow>, id: Uint8Array): ParentSegment<SegmentRow> {
    const [parent = null, length = 0] =
      this.#connection.first(
        "SELECT parent_segment_id, parent_length FROM list_segment WHERE segment_id = ?",
        [id],
      ) ?? [];
    const rows = this.#connection.all(this.#ownRowsSql, [
      id,
      segment.parentLength,
      rowsToFold(segment),
    ]);
    return {
      parent: typeof parent === "object" ? parent : null,
      parentLength: Number(length),
      rows: rows.map(toPlacedRow),
    };
  }
}

/** Whose version starts a segment, and when. */
export interface SegmentOwner {
  readonly lineageId: Uint8Array;
  readonly createdAt: number;
}

function toPlacedRow([position, ...row]: SqlRow): readonly [number, SegmentRow] {
  return [Number(position), row];
}
