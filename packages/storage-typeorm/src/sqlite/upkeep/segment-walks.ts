import { CorruptError, shortId } from "@minference/protocol";
import type { SegmentTable } from "../../mapping/mapped-table.ts";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { SegmentWalk } from "./segment-walk.ts";
import type { WalkedList } from "./segment-walk.ts";

/** The walks through all list tables of a database. */
export class SegmentWalks {
  readonly #connection: SqliteConnection;
  readonly #byTable = new Map<string, SegmentWalk>();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /** The walk through one list table. */
  of(rows: SegmentTable): SegmentWalk {
    const walk = this.#byTable.get(rows.name) ?? new SegmentWalk(this.#connection, rows);
    this.#byTable.set(rows.name, walk);
    return walk;
  }

  /**
   * The items of a list that no list walked before it has shown.
   *
   * @throws {CorruptError} a position has no row.
   */
  items(rows: SegmentTable, list: WalkedList): ReturnType<SegmentWalk["walk"]>["items"] {
    const { items, lost } = this.of(rows).walk(list);
    if (lost.length === 0) return items;
    throw new CorruptError({
      problem: `A list of version …${shortId(list.reader)} has positions without a row in ${rows.name}`,
      remedy: "Restore the rows from a backup; verify() lists every version that lacks some",
      path: rows.name,
      ecsId: list.reader,
    });
  }
}
