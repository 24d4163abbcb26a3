import type { MappedTable } from "../mapping/mapped-table.ts";
import { columnsOf } from "../mapping/derive-tables.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { versionTable } from "../schema/version-table.ts";
import { foundSchema } from "./check-schema.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { columnNames, tableDifferences, type TableDifference } from "./table-differences.ts";
import { literal, quoted, tableSql } from "./table-sql.ts";

/** A table as an earlier schema version of its classes made it. */
export interface GrowingTable {
  readonly name: string;
  readonly expected: string;
  readonly found: string;
}

interface GrowingParts {
  readonly connection: SqliteConnection;
  readonly schema: DatabaseSchema;
}

/**
 * The tables that differ from the mappings only in columns that some schema version lacks or has otherwise.
 *
 * A column that is missing although versions of a schema that has it are stored is no such difference: it was taken
 * away.
 */
export function tablesToGrow(parts: GrowingParts): readonly GrowingTable[] {
  const { objects } = foundSchema(parts.connection);
  return parts.schema.mapped.flatMap((table): GrowingTable[] => {
    const { name, changing } = table;
    const [expected = ""] = tableSql(versionTable(table));
    const found = objects.get(name);
    if (changing.size === 0 || found?.type !== "table" || found.sql === expected) return [];
    const differences = tableDifferences(expected, found.sql);
    const isGrowth = differences.every((each) => isOfSchemaVersions(each, table));
    if (differences.length === 0 || !isGrowth) return [];
    const missing = differences.filter((each) => each.found === null);
    if (missing.some((each) => isInUse(each.name, table, parts.connection))) return [];
    return [{ name, expected, found: found.sql }];
  });
}

/**
 * Makes these tables anew with the columns of now and the rows that they have, https://www.sqlite.org/lang_altertable.html
 * section 7: SQLite cannot let a column be null that was not. Foreign keys must be off.
 */
export function growTables(parts: GrowingParts): void {
  const tables = tablesToGrow(parts);
  if (tables.length === 0) return;
  // else renaming would stumble over views of a table that is not there just then
  parts.connection.pragma("legacy_alter_table = ON");
  for (const table of tables) grow(table, parts.connection);
  parts.connection.pragma("legacy_alter_table = OFF");
}

function grow({ name, expected, found }: GrowingTable, connection: SqliteConnection): void {
  const unfinished = quoted(`${name}_of_now`);
  const kept = new Set(columnNames(expected));
  const columns = columnNames(found)
    .filter((column) => kept.has(column))
    .map(quoted)
    .join(", ");
  const attached = connection.all(
    "SELECT sql FROM sqlite_master WHERE tbl_name = ? AND type IN ('index', 'trigger') AND sql IS NOT NULL",
    [name],
  );
  connection.execute(
    expected.replace(`CREATE TABLE ${quoted(name)}`, `CREATE TABLE ${unfinished}`),
  );
  connection.execute(
    `INSERT INTO ${unfinished} (${columns}) SELECT ${columns} FROM ${quoted(name)}`,
  );
  connection.execute(`DROP TABLE ${quoted(name)}`);
  connection.execute(`ALTER TABLE ${unfinished} RENAME TO ${quoted(name)}`);
  for (const [sql] of attached) connection.execute(String(sql));
}

function isOfSchemaVersions(
  { name, expected, found }: TableDifference,
  { changing }: MappedTable,
): boolean {
  if (name.startsWith("CHECK"))
    return [...changing].some((column) => name.includes(quoted(column)));
  if (!changing.has(name) || expected === null) return false;
  return found === null || typeWord(found) === typeWord(expected);
}

function typeWord(definition: string): string {
  return definition.split(" ")[0] ?? "";
}

/** True when a version is stored whose schema version has the column. */
function isInUse(column: string, table: MappedTable, connection: SqliteConnection): boolean {
  const holders = table.types.flatMap(({ storedAs, shapes }) => {
    const versions = [...shapes].flatMap(([version, fields]) =>
      fields.flatMap(columnsOf).some(({ name }) => name === column) ? [version] : [],
    );
    if (versions.length === 0) return [];
    const isType =
      table.typeColumn === null
        ? ""
        : `${quoted(table.typeColumn.name)} = ${literal(storedAs)} AND `;
    return [`(${isType}schema_version IN (${versions.join(", ")}))`];
  });
  if (holders.length === 0) return false;
  const sql = `SELECT 1 FROM ${quoted(table.name)} WHERE ${holders.join(" OR ")} LIMIT 1`;
  return connection.first(sql) !== null;
}
