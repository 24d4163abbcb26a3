import { trustEcsId, type EcsId } from "@minference/protocol";
import type { StorageStatus } from "@minference/storage";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { quoted } from "./table-sql.ts";
import type { VersionTables } from "./version-tables.ts";

/** Counts over everything that is stored; O(versions). */
export function readStatus(
  backend: string,
  connection: SqliteConnection,
  { all }: VersionTables,
): StorageStatus {
  const counts = all.map(
    (table) =>
      `SELECT ${table.typeSql("v")} AS type, count(*), count(DISTINCT v.lineage_id), lower(hex(min(v.ecs_id))), ` +
      `lower(hex(max(v.ecs_id))), min(v.created_at), max(v.created_at) FROM ${quoted(table.name)} AS v GROUP BY 1`,
  );
  const rows = connection.all(counts.join("\nUNION ALL\n"));
  const numbers = (at: number): number[] => rows.map((row) => Number(row[at]));
  const texts = (at: number): string[] => rows.map((row) => String(row[at])).sort();
  return {
    backend,
    entityCount: sum(numbers(1)),
    // all versions of a lineage are of one type
    lineageCount: sum(numbers(2)),
    countByType: Object.fromEntries(rows.map((row) => [String(row[0]), Number(row[1])])),
    oldest: idOf(texts(3)[0]),
    newest: idOf(texts(4).at(-1)),
    firstVersionAt: rows.length === 0 ? null : new Date(Math.min(...numbers(5))),
    latestVersionAt: rows.length === 0 ? null : new Date(Math.max(...numbers(6))),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function idOf(hex: string | undefined): EcsId | null {
  return hex === undefined ? null : trustEcsId(new IdTexts().of(hex));
}
