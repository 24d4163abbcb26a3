import type { EcsId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import type { SegmentTable } from "../mapping/mapped-table.ts";
import type { ItemTaker, SegmentReader } from "./segment-reader.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { quoted } from "./table-sql.ts";
import { idsJson, type VersionLocator } from "./version-locator.ts";
import type { ReadLink, ReadList, ReadVersion, VersionTable } from "./version-table.ts";
import type { VersionTables } from "./version-tables.ts";

/** What versions are read with. */
export interface TreeParts {
  readonly connection: SqliteConnection;
  readonly tables: VersionTables;
  readonly locator: VersionLocator;
  readonly segments: SegmentReader;
}

/** How far below the asked versions to read. */
export type ReadDepth = "alone" | "trees";

/**
 * The versions of these ids, and for trees every version reached from them, each once.
 *
 * A level of the tree costs one statement for each table and list table that it touches, however many versions it has.
 *
 * @throws {CorruptError} a row cannot be read.
 */
export function readVersions(
  ids: readonly EcsId[],
  depth: ReadDepth,
  parts: TreeParts,
): ReadonlyMap<EcsId, EntitySnapshot> {
  return new TreeReading(depth, parts).read(ids);
}

/** A list that waits for its items. */
interface PendingList extends ReadList {
  readonly version: ReadVersion;
}

class TreeReading {
  readonly #depth: ReadDepth;
  readonly #parts: TreeParts;
  readonly #snapshots = new Map<EcsId, EntitySnapshot>();
  /** What the next level asks each table for. */
  #wanted = new Map<VersionTable, Set<EcsId>>();
  /** What the next level has to find first. */
  #lost = new Set<EcsId>();
  #lists = new Map<SegmentTable, PendingList[]>();

  constructor(depth: ReadDepth, parts: TreeParts) {
    this.#depth = depth;
    this.#parts = parts;
  }

  read(ids: readonly EcsId[]): ReadonlyMap<EcsId, EntitySnapshot> {
    for (const id of ids) this.#lost.add(id);
    while (this.#lost.size > 0 || this.#wanted.size > 0 || this.#lists.size > 0) this.#readLevel();
    return this.#snapshots;
  }

  #readLevel(): void {
    const [wanted, lost, lists] = [this.#wanted, this.#lost, this.#lists];
    this.#wanted = new Map();
    this.#lost = new Set();
    this.#lists = new Map();
    for (const { ecsId, table } of this.#parts.locator.find(lost).values()) {
      want(wanted, table, ecsId);
    }
    for (const [rows, pending] of lists) this.#readLists(rows, pending);
    for (const [table, ids] of wanted) this.#readRows(table, ids);
  }

  #readRows(table: VersionTable, ids: ReadonlySet<EcsId>): void {
    const asked = idsJson(unread(ids, this.#snapshots));
    if (asked === null) return;
    const sql = `SELECT ${table.select("v").join(", ")}
FROM json_each(?) AS asked CROSS JOIN ${quoted(table.name)} AS v ON v.ecs_id = unhex(asked.value)`;
    for (const row of this.#parts.connection.all(sql, [asked])) this.#take(table.read(row, 0));
    // a version that its declared class does not map lies elsewhere: a subclass, for example
    for (const id of ids) if (!this.#snapshots.has(id)) this.#lost.add(id);
  }

  #readLists(rows: SegmentTable, pending: readonly PendingList[]): void {
    const asked = pending.map(({ version, segment, length }) => ({
      owner: version.snapshot.ecsId,
      segment,
      length,
    }));
    const found = this.#parts.segments.read(rows, asked, this.#taker(rows));
    for (const [index, { version, field }] of pending.entries()) {
      version.state[field] = { list: found[index] ?? [] };
    }
  }

  /** Items of a tree are read together with their list; of a version alone only their ids are. */
  #taker({ target }: SegmentTable): ItemTaker | null {
    if (this.#depth === "alone") return null;
    return {
      table: target === null ? null : this.#parts.tables.named(target),
      isKnown: (id) => this.#snapshots.has(id),
      takeVersion: (version) => {
        this.#take(version);
      },
      takeLink: (link) => {
        this.#follow(link);
      },
    };
  }

  #take(version: ReadVersion): void {
    const { snapshot, lists, links } = version;
    this.#snapshots.set(snapshot.ecsId, snapshot);
    for (const list of lists) {
      const pending = this.#lists.get(list.rows) ?? [];
      this.#lists.set(list.rows, pending);
      pending.push({ ...list, version });
    }
    for (const link of links) this.#follow(link);
  }

  #follow({ id, table, type }: ReadLink): void {
    if (this.#depth === "alone" || this.#snapshots.has(id)) return;
    const { tables } = this.#parts;
    const likely =
      type !== null ? tables.ofType(type) : table === null ? null : tables.named(table);
    if (likely === null) this.#lost.add(id);
    else want(this.#wanted, likely, id);
  }
}

function want(wanted: Map<VersionTable, Set<EcsId>>, table: VersionTable, id: EcsId): void {
  const ids = wanted.get(table) ?? new Set();
  wanted.set(table, ids.add(id));
}

function* unread(
  ids: ReadonlySet<EcsId>,
  read: ReadonlyMap<EcsId, EntitySnapshot>,
): Generator<EcsId> {
  for (const id of ids) if (!read.has(id)) yield id;
}
