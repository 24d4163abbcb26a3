import type { SqliteConnection } from "../sqlite-connection.ts";
import { indexName, quoted } from "../table-sql.ts";

/** Runs work for which some columns need an index, inside a transaction; the indexes are gone afterwards. */
export function withIndexes(
  connection: SqliteConnection,
  columns: readonly { readonly table: string; readonly column: string }[],
  work: () => void,
): void {
  const nameOf = (table: string, column: string): string =>
    quoted(`${indexName(table, [column])}_meanwhile`);
  for (const { table, column } of columns) {
    connection.execute(
      `CREATE INDEX ${nameOf(table, column)} ON ${quoted(table)} (${quoted(column)})`,
    );
  }
  work();
  for (const { table, column } of columns) {
    connection.execute(`DROP INDEX ${nameOf(table, column)}`);
  }
}
