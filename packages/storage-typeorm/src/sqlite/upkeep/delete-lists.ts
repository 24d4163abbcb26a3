import { CorruptError, type EcsId } from "@minference/protocol";
import type { SegmentTable } from "../../mapping/mapped-table.ts";
import { without } from "../../segments/position-ranges.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { quoted } from "../table-sql.ts";
import { inChunks } from "./in-chunks.ts";
import { blobOf } from "./prunable-versions.ts";
import type { SegmentWalk } from "./segment-walk.ts";
import type { SegmentWalks } from "./segment-walks.ts";

/** What becomes of lists when versions are deleted. */
export interface DeletedLists {
  readonly connection: SqliteConnection;
  readonly segments: readonly SegmentTable[];
  /** The lists of all versions that are kept. */
  readonly walks: SegmentWalks;
  /** The versions that are to be deleted, by table. */
  readonly gone: ReadonlyMap<string, readonly EcsId[]>;
}

/**
 * Deletes the list rows that no kept version sees and the segments that no kept list hangs on. A row that stays but was
 * introduced by a version that goes is said to be introduced by one that has it.
 */
export function deleteLists(lists: DeletedLists): void {
  deleteSegments(lists);
  for (const rows of lists.segments) {
    const walk = lists.walks.of(rows);
    deleteUnseenRows(rows, walk, lists.connection);
    handOverRows(rows, walk, lists);
  }
}

function deleteSegments({ connection, segments, walks }: DeletedLists): void {
  const kept = new Set(segments.flatMap((rows) => [...walks.of(rows).segments.keys()]));
  const unread = connection
    .all("SELECT lower(hex(segment_id)) FROM list_segment")
    .map(([hex]) => String(hex))
    .filter((hex) => !kept.has(hex));
  for (const chunk of inChunks(unread)) {
    for (const name of [...segments.map((rows) => rows.name), "list_segment"]) {
      connection.run(
        `DELETE FROM ${quoted(name)} WHERE segment_id IN (SELECT unhex(value) FROM json_each(?))`,
        [chunk],
      );
    }
  }
}

function deleteUnseenRows(
  { name }: SegmentTable,
  walk: SegmentWalk,
  connection: SqliteConnection,
): void {
  const sql = `DELETE FROM ${quoted(name)} WHERE segment_id = ? AND position >= ? AND position < ?`;
  for (const { id, seen } of walk.segments.values()) {
    for (const [from, to] of without([[0, Infinity]], seen)) connection.run(sql, [id, from, to]);
  }
}

function handOverRows(
  { name, owner, introducedBy }: SegmentTable,
  walk: SegmentWalk,
  { connection, gone }: DeletedLists,
): void {
  const column = quoted(introducedBy.name);
  const find =
    `SELECT lower(hex(segment_id)), position FROM ${quoted(name)} ` +
    `WHERE ${column} IN (SELECT unhex(value) FROM json_each(?))`;
  const change = `UPDATE ${quoted(name)} SET ${column} = ? WHERE segment_id = ? AND position = ?`;
  for (const chunk of inChunks(gone.get(owner) ?? [])) {
    for (const [hex, position = null] of connection.all(find, [chunk])) {
      const segment = walk.segments.get(String(hex));
      const reader = segment?.readerAt(Number(position)) ?? null;
      if (segment === undefined || reader === null) throw notWalked(name);
      connection.run(change, [blobOf(reader), segment.id, position]);
    }
  }
}

/** A row at a position that is none, which no list can see and no range covers. */
function notWalked(table: string): CorruptError {
  return new CorruptError({
    problem: `Table ${table} has a row at a position that no list can have`,
    remedy: "Delete that row, or restore it from a backup; verify() tells whose list lacks it",
    path: table,
  });
}
