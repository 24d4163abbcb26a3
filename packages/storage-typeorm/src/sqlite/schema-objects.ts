import type { DatabaseSchema } from "../schema/database-schema.ts";
import type { TableDefinition } from "../schema/table-definition.ts";
import { indexName, tableSql } from "./table-sql.ts";
import { resolvedViewSql, textViewSql } from "./view-sql.ts";

/** A table, index or view that a database must have, and the statement that makes it. */
export interface SchemaObject {
  readonly type: "table" | "index" | "view";
  readonly name: string;
  readonly sql: string;
}

/** Tables and indexes of the fixed tables, then their views. */
export function fixedObjects({ fixed }: DatabaseSchema): readonly SchemaObject[] {
  return [...fixed.flatMap(tableObjects), ...fixed.map(textView)];
}

/** Tables and indexes of the mappings, then their views. */
export function derivedObjects({ derived, mapped }: DatabaseSchema): readonly SchemaObject[] {
  const lists = mapped.flatMap((table) => table.types.flatMap(({ fields }) => fields));
  const views = new Map(
    lists.flatMap((field): [string, SchemaObject][] => {
      if (field.kind !== "list") return [];
      const { rows, segment, length } = field;
      const name = `${rows.name}_resolved`;
      const sql = resolvedViewSql({ rows, segment: segment.name, length: length.name });
      return [[name, { type: "view", name, sql }]];
    }),
  );
  return [...derived.flatMap(tableObjects), ...derived.map(textView), ...views.values()];
}

function tableObjects(table: TableDefinition): readonly SchemaObject[] {
  const [own = "", ...indexes] = tableSql(table);
  return [
    { type: "table", name: table.name, sql: own },
    ...indexes.map((sql, index): SchemaObject => {
      return { type: "index", name: indexName(table.name, table.indexes[index] ?? []), sql };
    }),
  ];
}

function textView(table: TableDefinition): SchemaObject {
  return { type: "view", name: `${table.name}_text`, sql: textViewSql(table) };
}
