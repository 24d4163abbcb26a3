import type { Column, ColumnKind } from "../mapping/column.ts";
import type {
  ColumnDefinition,
  PartialColumn,
  TableDefinition,
} from "../schema/table-definition.ts";

/** The statements that make a table and its indexes in SQLite. */
export function tableSql(table: TableDefinition): readonly string[] {
  const inline = table.primaryKey.length === 1 ? table.primaryKey[0] : undefined;
  const lines = [
    ...table.columns.map((column) => columnSql(column, column.name === inline)),
    ...(inline === undefined ? [`PRIMARY KEY (${names(table.primaryKey)})`] : []),
    ...table.partial.flatMap(partialSql),
  ];
  const layout = table.layout === "clustered" ? " WITHOUT ROWID" : "";
  const body = lines.map((line) => `  ${line}`).join(",\n");
  return [
    `CREATE TABLE ${quoted(table.name)} (\n${body}\n)${layout}`,
    ...table.indexes.map((columns) => indexSql(table.name, columns)),
  ];
}

/** A name as SQL reads it, whatever it is. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text as a literal of SQL: for the names and enum values of a schema, never for data. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** How SQLite keeps each kind: the affinity of its column. */
export const columnTypes: Readonly<Record<ColumnKind, "BLOB" | "INTEGER" | "REAL" | "TEXT">> = {
  id: "BLOB",
  hash: "BLOB",
  uuid: "BLOB",
  uuid_text: "TEXT",
  text: "TEXT",
  enum: "TEXT",
  integer: "INTEGER",
  number: "REAL",
  boolean: "INTEGER",
  instant: "INTEGER",
  instant_text: "TEXT",
  json: "TEXT",
  dict: "TEXT",
};

function columnSql(column: ColumnDefinition, isKey: boolean): string {
  const { references } = column;
  return [
    quoted(column.name),
    columnTypes[column.kind],
    ...(column.nullable ? [] : ["NOT NULL"]),
    ...(isKey ? ["PRIMARY KEY"] : []),
    ...checkSql(column),
    ...(references === null
      ? []
      : [
          `REFERENCES ${quoted(references.table)} (${quoted(references.column)})`,
          "DEFERRABLE INITIALLY DEFERRED",
        ]),
  ].join(" ");
}

function checkSql({ name, kind, values }: Column): readonly string[] {
  if (kind === "boolean") return [`CHECK (${quoted(name)} IN (0, 1))`];
  if (kind === "enum") return [`CHECK (${quoted(name)} IN (${values.map(literal).join(", ")}))`];
  return [];
}

/** Types without the column keep it null, types that require it have it. */
function partialSql({ column, typeColumn, storedAs, required }: PartialColumn): readonly string[] {
  const owners = `${quoted(typeColumn)} IN (${storedAs.map(literal).join(", ")})`;
  const absent = `CHECK (${quoted(column)} IS NULL OR ${owners})`;
  if (!required) return [absent];
  return [absent, `CHECK (${quoted(column)} IS NOT NULL OR NOT ${owners})`];
}

function indexSql(table: string, columns: readonly string[]): string {
  const name = quoted(indexName(table, columns));
  return `CREATE INDEX ${name} ON ${quoted(table)} (${names(columns)})`;
}

/** Name of the index of a table over some columns. */
export function indexName(table: string, columns: readonly string[]): string {
  return `${table}_by_${columns.join("_")}`;
}

function names(columns: readonly string[]): string {
  return columns.map(quoted).join(", ");
}
