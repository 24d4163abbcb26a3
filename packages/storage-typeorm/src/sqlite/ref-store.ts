import {
  trustBatchId,
  trustEcsId,
  trustLineageId,
  type EcsId,
  type LineageId,
} from "@minference/protocol";
import type { RefLogEntry, RefTip } from "@minference/storage";
import { RowInserter } from "./insert-rows.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { SqlValue } from "./sqlite-handle.ts";
import { idsJson } from "./version-locator.ts";

/** The last move of a ref: where it points to. */
export interface LastMove {
  readonly seq: number;
  /** Null: the ref was deleted. */
  readonly tip: EcsId | null;
}

/** One move of a ref, to be written. */
export interface NewMove {
  readonly lineageId: Uint8Array;
  readonly name: string;
  readonly to: Uint8Array | null;
  readonly batchId: Uint8Array;
}

const lastMoveSql =
  "SELECT seq, lower(hex(ecs_id)) FROM ref_move WHERE lineage_id = ? AND name = ? ORDER BY seq DESC LIMIT 1";

const movedBySql =
  "SELECT 1 FROM ref_move WHERE lineage_id = ? AND name = ? AND batch_id = ? AND ecs_id = ? LIMIT 1";

/** The names of each lineage are found by skipping from one to the next, so that a long log costs nothing. */
const tipsSql = `WITH RECURSIVE named(lineage_id, name) AS (
  SELECT a.id, (SELECT min(name) FROM ref_move WHERE lineage_id = a.id)
  FROM (SELECT unhex(value) AS id FROM json_each(?)) AS a
  UNION ALL
  SELECT n.lineage_id, (SELECT min(name) FROM ref_move WHERE lineage_id = n.lineage_id AND name > n.name)
  FROM named AS n WHERE n.name IS NOT NULL
)
SELECT lower(hex(n.lineage_id)), n.name, lower(hex((
  SELECT ecs_id FROM ref_move AS m WHERE m.lineage_id = n.lineage_id AND m.name = n.name ORDER BY seq DESC LIMIT 1
)))
FROM named AS n WHERE n.name IS NOT NULL`;

const logSql = `SELECT lower(hex(m.ecs_id)), b.created_at, lower(hex(m.batch_id)), b.actor, b.reason
FROM ref_move AS m JOIN write_batch AS b ON b.batch_id = m.batch_id
WHERE m.lineage_id = ? AND m.name = ? ORDER BY m.seq`;

/** The refs of a database: insert-only moves, each ref being its last one. */
export class RefStore {
  readonly #connection: SqliteConnection;
  readonly #moves: RowInserter;
  readonly #texts = new IdTexts();

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
    const columns = ["lineage_id", "name", "seq", "ecs_id", "batch_id"];
    this.#moves = new RowInserter(connection, { table: "ref_move", columns });
  }

  /** The last move of a ref; null when it never was. */
  last(lineageId: Uint8Array, name: string): LastMove | null {
    const row = this.#connection.first(lastMoveSql, [lineageId, name]);
    if (row === null) return null;
    return { seq: Number(row[0]), tip: this.#idOrNull(row[1]) };
  }

  /** Writes a move; the primary key refuses one whose place was taken. */
  add({ lineageId, name, to, batchId }: NewMove, last: LastMove | null): void {
    this.#moves.insert([[lineageId, name, (last?.seq ?? 0) + 1, to, batchId]]);
  }

  /** True when the batch has moved the ref to that version. */
  isMovedBy({ lineageId, name, to, batchId }: NewMove): boolean {
    return this.#connection.first(movedBySql, [lineageId, name, batchId, to]) !== null;
  }

  /** The refs of these lineages that exist, by name, then lineage. */
  tips(lineageIds: readonly LineageId[]): RefTip[] {
    const asked = idsJson(new Set(lineageIds));
    if (asked === null) return [];
    const tips: RefTip[] = [];
    for (const [lineage, name, hex] of this.#connection.all(tipsSql, [asked])) {
      const tip = this.#idOrNull(hex);
      if (tip === null) continue;
      const lineageId = trustLineageId(this.#texts.of(String(lineage)));
      tips.push({ lineageId, name: String(name), tip });
    }
    return tips.sort(byNameThenLineage);
  }

  /** Every move of a ref, oldest first. */
  log(lineageId: Uint8Array, name: string): RefLogEntry[] {
    let from: EcsId | null = null;
    return this.#connection.all(logSql, [lineageId, name]).map((row): RefLogEntry => {
      const to = this.#idOrNull(row[0]);
      const entry = {
        from,
        to,
        at: new Date(Number(row[1])),
        batchId: trustBatchId(this.#texts.of(String(row[2]))),
        actor: textOrNull(row[3]),
        reason: textOrNull(row[4]),
      };
      from = to;
      return entry;
    });
  }

  #idOrNull(hex: SqlValue | undefined): EcsId | null {
    return typeof hex === "string" && hex !== "" ? trustEcsId(this.#texts.of(hex)) : null;
  }
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

function byNameThenLineage(one: RefTip, other: RefTip): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  return one.lineageId < other.lineageId ? -1 : 1;
}
