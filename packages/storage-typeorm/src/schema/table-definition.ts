import type { Column } from "../mapping/column.ts";

/** A column of a table, with what it refers to. */
export interface ColumnDefinition extends Column {
  /** Deferred to the end of the transaction; null: no foreign key. */
  readonly references: { readonly table: string; readonly column: string } | null;
}

/** A column that only some of the types in a table have. */
export interface PartialColumn {
  readonly column: string;
  readonly typeColumn: string;
  readonly storedAs: readonly string[];
  /** True when those types must have a value. */
  readonly required: boolean;
}

/** A table as every database makes it in its own SQL. */
export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey: readonly string[];
  /** Rows lie in the order of the primary key: for narrow rows only. */
  readonly layout: "heap" | "clustered";
  readonly partial: readonly PartialColumn[];
  /** Each index by its columns. */
  readonly indexes: readonly (readonly string[])[];
}

/** A column without a foreign key. */
export function plain(column: Column): ColumnDefinition {
  return { ...column, references: null };
}

/** A column that names a row of another table. */
export function referring(column: Column, table: string, key: string): ColumnDefinition {
  return { ...column, references: { table, column: key } };
}
