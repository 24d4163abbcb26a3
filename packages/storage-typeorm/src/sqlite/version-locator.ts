import { trustEcsId, trustLineageId, type EcsId, type LineageId } from "@minference/protocol";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { quoted } from "./table-sql.ts";
import type { VersionTable } from "./version-table.ts";
import type { VersionTables } from "./version-tables.ts";

/** Where a version lies, and what tells it apart from another one. */
export interface LocatedVersion {
  readonly ecsId: EcsId;
  readonly table: VersionTable;
  readonly type: string;
  readonly lineageId: LineageId;
  readonly parentId: EcsId | null;
  /** 64 hex digits; null when it is erased. */
  readonly contentHash: string | null;
}

/** Finds versions by id alone, whatever table they lie in, in one statement. */
export class VersionLocator {
  readonly #connection: SqliteConnection;
  readonly #tables: readonly VersionTable[];
  readonly #sql: string;
  readonly #newestSql: string;
  readonly #texts = new IdTexts();

  constructor(connection: SqliteConnection, { all }: VersionTables) {
    this.#connection = connection;
    this.#tables = all;
    const selects = all.map(
      (table, index) => `SELECT ${index}, lower(hex(v.ecs_id)), ${table.typeSql("v")},
  lower(hex(v.lineage_id)), lower(hex(v.parent_id)), lower(hex(v.content_hash))
FROM asked CROSS JOIN ${quoted(table.name)} AS v ON v.ecs_id = asked.id`,
    );
    this.#sql = `WITH asked(id) AS MATERIALIZED (SELECT unhex(value) FROM json_each(?))\n${selects.join("\nUNION ALL\n")}`;
    const newest = all.map(({ name }) => `SELECT max(ecs_id) AS id FROM ${quoted(name)}`);
    this.#newestSql = `SELECT lower(hex(max(id))) FROM (${newest.join(" UNION ALL ")})`;
  }

  /** Those of the ids that are stored. */
  find(ids: Iterable<EcsId>): ReadonlyMap<EcsId, LocatedVersion> {
    const asked = idsJson(ids);
    const found = new Map<EcsId, LocatedVersion>();
    if (asked === null) return found;
    for (const row of this.#connection.all(this.#sql, [asked])) {
      const table = this.#tables[Number(row[0])];
      if (table === undefined) continue;
      const [, id, type, lineage, parent, hash] = row.map(String);
      const ecsId = trustEcsId(this.#texts.of(id ?? ""));
      found.set(ecsId, {
        ecsId,
        table,
        type: type ?? "",
        lineageId: trustLineageId(this.#texts.of(lineage ?? "")),
        parentId: parent === "" ? null : trustEcsId(this.#texts.of(parent ?? "")),
        contentHash: hash === "" ? null : (hash ?? null),
      });
    }
    return found;
  }

  /** The greatest version id that is stored; the empty text when nothing is. */
  newest(): string {
    const hex = this.#connection.first(this.#newestSql)?.[0];
    return typeof hex === "string" && hex !== "" ? this.#texts.of(hex) : "";
  }
}

/** Ids as `json_each` takes them, without dashes; null when there is none. What is no id is left out. */
export function idsJson(ids: Iterable<string>): string | null {
  const quotedIds = Array.from(ids, (id) => id.replaceAll("-", "")).filter(isCompact);
  return quotedIds.length === 0 ? null : `["${quotedIds.join('","')}"]`;
}

function isCompact(hex: string): boolean {
  return /^[0-9a-f]{32}$/.test(hex);
}
