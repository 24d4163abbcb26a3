import { CorruptError, shortId, trustEcsId, type EcsId } from "@minference/protocol";
import type { SegmentTable } from "../mapping/mapped-table.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { SqlRow } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";
import type { ReadLink, ReadVersion, VersionTable } from "./version-table.ts";

/** A list to read. */
export interface AskedList {
  /** Whose list it is, for errors. */
  readonly owner: EcsId;
  /** 32 hex digits. */
  readonly segment: string;
  readonly length: number;
}

/** Who takes the items of lists, with their own rows as far as they lie in one table. */
export interface ItemTaker {
  /** Table in which the items lie, but for some; null: they lie in several. */
  readonly table: VersionTable | null;
  /** True for a version that is read already. */
  isKnown(id: EcsId): boolean;
  /** An item that lies in the table. */
  takeVersion(version: ReadVersion): void;
  /** An item that does not. */
  takeLink(link: ReadLink): void;
}

/** Values of a row before those of the joined table. */
const ownWidth = 4;

/**
 * Reads lists with their segments resolved, any number of one list table in one statement.
 *
 * The chain of each list is walked from its own segment on, so the first row of a position is the one to see.
 */
export class SegmentReader {
  readonly #connection: SqliteConnection;
  readonly #texts = new IdTexts();
  readonly #sqlByTables = new Map<string, string>();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  /**
   * The items of each list; `taker` gets what lies behind them.
   *
   * @throws {CorruptError} a position has no row, or a row cannot be read.
   */
  read(
    rows: SegmentTable,
    lists: readonly AskedList[],
    taker: ItemTaker | null,
  ): readonly (readonly EcsId[])[] {
    const asked = JSON.stringify(lists.map(({ segment, length }) => [segment, length]));
    const found = lists.map(({ length }) => new FoundItems(length));
    for (const row of this.#connection.all(this.#sql(rows, taker?.table ?? null), [asked])) {
      const items = found[Number(row[0])];
      const position = Number(row[1]);
      if (items?.isOpen(position) !== true) continue;
      items.put(position, this.#item(rows, row, taker));
    }
    return lists.map(({ owner, length }, index) => {
      const items = found[index]?.whole(length) ?? null;
      if (items === null) throw corruptList(rows, owner);
      return items;
    });
  }

  #item(rows: SegmentTable, row: SqlRow, taker: ItemTaker | null): EcsId {
    const [, , elsewhere, type] = row;
    if (typeof elsewhere === "string") {
      const id = trustEcsId(this.#texts.of(elsewhere));
      taker?.takeLink({ id, table: rows.target, type: typeof type === "string" ? type : null });
      return id;
    }
    const table = taker?.table ?? null;
    const id = table?.idAt(row, ownWidth) ?? null;
    if (id === null || table === null || taker === null) throw corruptList(rows, null);
    if (!taker.isKnown(id)) taker.takeVersion(table.read(row, ownWidth));
    return id;
  }

  #sql(rows: SegmentTable, joined: VersionTable | null): string {
    const key = `${rows.name} ${joined?.name ?? ""}`;
    const known = this.#sqlByTables.get(key);
    if (known !== undefined) return known;
    const sql = listSql(rows, joined);
    this.#sqlByTables.set(key, sql);
    return sql;
  }
}

/** prototype.md 5: CROSS JOIN keeps the order of the chain, and no ORDER BY sorts whole rows. */
function listSql(rows: SegmentTable, joined: VersionTable | null): string {
  const item = `lower(hex(r.${quoted(rows.item.name)}))`;
  const select = [
    "c.list",
    "r.position",
    joined === null ? item : `CASE WHEN i.ecs_id IS NULL THEN ${item} END`,
    rows.itemType === null ? "NULL" : `r.${quoted(rows.itemType.name)}`,
    ...(joined?.select("i") ?? []),
  ];
  const join =
    joined === null
      ? ""
      : `LEFT JOIN ${quoted(joined.name)} AS i ON i.ecs_id = r.${quoted(rows.item.name)}`;
  return `WITH RECURSIVE chain(list, segment_id, below) AS (
  SELECT key, unhex(value ->> 0), value ->> 1 FROM json_each(?)
  UNION ALL
  SELECT c.list, s.parent_segment_id, min(c.below, s.parent_length)
  FROM chain AS c JOIN list_segment AS s ON s.segment_id = c.segment_id
  WHERE s.parent_segment_id IS NOT NULL
)
SELECT ${select.join(", ")}
FROM chain AS c
CROSS JOIN ${quoted(rows.name)} AS r ON r.segment_id = c.segment_id AND r.position < c.below
${join}`;
}

/** The items of one list as they are found, in any order. */
class FoundItems {
  readonly #items: EcsId[];
  #count = 0;

  constructor(length: number) {
    // made at once, or high positions first would make a slow sparse array; a length that is a lie stays small
    this.#items = new Array<EcsId>(Math.min(length, 2 ** 20));
  }

  /** True when the position is one and has no item yet. */
  isOpen(position: number): boolean {
    return position >= 0 && this.#items[position] === undefined;
  }

  put(position: number, item: EcsId): void {
    this.#items[position] = item;
    this.#count += 1;
  }

  /** All items; null when there are not `length` of them. */
  whole(length: number): readonly EcsId[] | null {
    return this.#count === length ? this.#items : null;
  }
}

function corruptList(rows: SegmentTable, owner: EcsId | null): CorruptError {
  return new CorruptError({
    problem: `A list of ${owner === null ? "a version" : `version …${shortId(owner)}`} has positions without a row in ${rows.name}`,
    remedy: "Restore the rows from a backup; every other version is readable",
    path: rows.name,
    ...(owner !== null && { ecsId: owner }),
  });
}
