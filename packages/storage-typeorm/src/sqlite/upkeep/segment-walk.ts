import { trustEcsId, type EcsId } from "@minference/protocol";
import type { SegmentTable } from "../../mapping/mapped-table.ts";
import {
  below,
  both,
  either,
  sizeOf,
  without,
  type PositionRange,
  type PositionRanges,
} from "../../segments/position-ranges.ts";
import { uuidHexToBlob } from "../id-blobs.ts";
import { IdTexts } from "../id-texts.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import type { SqlRow } from "../sqlite-handle.ts";
import { quoted } from "../table-sql.ts";

/** A list to walk. */
export interface WalkedList {
  readonly reader: EcsId;
  /** 32 hex digits. */
  readonly segment: string;
  readonly length: number;
}

/** What one list brings that no list walked before it has shown. */
export interface WalkResult {
  readonly items: readonly EcsId[];
  /** Positions of this list that no row holds; the same for every list that they are missing from. */
  readonly lost: PositionRanges;
}

/** A segment as far as the lists that were walked see it. */
export interface SeenSegment {
  readonly id: Uint8Array;
  /** Positions at which some list looks into this segment. */
  readonly seen: PositionRanges;
  /** A version whose list looks into this segment at a position; null: none does. */
  readerAt(position: number): EcsId | null;
}

/**
 * Walks lists through their segments and meets each row once, however many lists share it.
 *
 * A list looks into its own segment at all of its positions, and into the parent at those that have no row and are
 * below `parent_length`; where lists before it have looked already, it stops.
 */
export class SegmentWalk {
  readonly #connection: SqliteConnection;
  readonly #rowsSql: string;
  readonly #segments = new Map<string, WalkedSegment>();
  readonly #texts = new IdTexts();

  constructor(connection: SqliteConnection, rows: SegmentTable) {
    this.#connection = connection;
    this.#rowsSql =
      `SELECT position, lower(hex(${quoted(rows.item.name)})) FROM ${quoted(rows.name)} ` +
      "WHERE segment_id = ? AND position >= ? AND position < ? ORDER BY position";
  }

  /** Every segment that a walked list hangs on, by its 32 hex digits. */
  get segments(): ReadonlyMap<string, SeenSegment> {
    return this.#segments;
  }

  walk({ reader, segment, length }: WalkedList): WalkResult {
    const items: EcsId[] = [];
    const path: WalkedSegment[] = [];
    let lost: PositionRanges = [];
    let asked: PositionRanges = [[0, length]];
    for (let at: string | null = segment; at !== null;) {
      const known = this.#segments.get(at);
      const walked: WalkedSegment = known ?? this.#find(at);
      // parents that lead back to where they began hold nothing
      const isCircle = path.includes(walked);
      const fresh = without(asked, walked.seen);
      let missing = isCircle ? asked : both(asked, walked.lost);
      path.push(walked);
      const rest = without(fresh, this.#ownRows(walked, fresh, items));
      const onward = walked.parent === null ? [] : below(rest, walked.parentLength);
      missing = either(missing, without(rest, onward));
      walked.take(fresh, reader);
      if (missing.length > 0) for (const each of path) each.lost = either(each.lost, missing);
      lost = either(lost, missing);
      if (isCircle || (known !== undefined && onward.length === 0)) break;
      asked = onward;
      at = walked.parent;
    }
    return { items, lost };
  }

  #find(hex: string): WalkedSegment {
    const id = uuidHexToBlob(hex);
    const row = this.#connection.first(
      "SELECT lower(hex(parent_segment_id)), parent_length FROM list_segment WHERE segment_id = ?",
      [id],
    );
    const parent = typeof row?.[0] === "string" && row[0].length === 32 ? row[0] : null;
    const segment = new WalkedSegment({ id, parent, parentLength: Number(row?.[1] ?? 0) });
    this.#segments.set(hex, segment);
    return segment;
  }

  /** The positions of these that have a row in the segment; the items of those rows are added to `items`. */
  #ownRows(segment: WalkedSegment, asked: PositionRanges, items: EcsId[]): PositionRanges {
    const own: PositionRange[] = [];
    for (const [position, hex] of this.#rowsIn(segment.id, asked)) {
      if (!Number.isInteger(position) || typeof hex !== "string" || hex.length !== 32) continue;
      items.push(trustEcsId(this.#texts.of(hex)));
      const at = Number(position);
      const last = own.at(-1);
      if (last?.[1] === at) own[own.length - 1] = [last[0], at + 1];
      else own.push([at, at + 1]);
    }
    return own;
  }

  /** One scan for ranges that lie close together, else one for each. */
  *#rowsIn(id: Uint8Array, asked: PositionRanges): Generator<SqlRow> {
    const [from, to] = [asked[0]?.[0] ?? 0, asked.at(-1)?.[1] ?? 0];
    const isDense = sizeOf(asked) * 2 >= to - from;
    for (const [start, end] of isDense ? hullOf(asked) : asked) {
      let at = 0;
      for (const row of this.#connection.all(this.#rowsSql, [id, start, end])) {
        const position = Number(row[0]);
        while ((asked[at]?.[1] ?? Infinity) <= position) at += 1;
        if ((asked[at]?.[0] ?? Infinity) <= position) yield row;
      }
    }
  }
}

function hullOf(ranges: PositionRanges): PositionRanges {
  const [first, last] = [ranges[0], ranges.at(-1)];
  return first === undefined || last === undefined ? [] : [[first[0], last[1]]];
}

class WalkedSegment implements SeenSegment {
  readonly id: Uint8Array;
  /** 32 hex digits; null: it hangs on nothing. */
  readonly parent: string | null;
  readonly parentLength: number;
  seen: PositionRanges = [];
  /** Of the positions that were seen, those that neither it nor an ancestor has a row for. */
  lost: PositionRanges = [];
  readonly #readers: { readonly at: PositionRanges; readonly reader: EcsId }[] = [];

  constructor(place: {
    readonly id: Uint8Array;
    readonly parent: string | null;
    readonly parentLength: number;
  }) {
    this.id = place.id;
    this.parent = place.parent;
    this.parentLength = place.parentLength;
  }

  take(fresh: PositionRanges, reader: EcsId): void {
    if (fresh.length === 0) return;
    this.seen = either(this.seen, fresh);
    this.#readers.push({ at: fresh, reader });
  }

  readerAt(position: number): EcsId | null {
    const found = this.#readers.find(({ at }) =>
      at.some(([from, to]) => from <= position && position < to),
    );
    return found?.reader ?? null;
  }
}
