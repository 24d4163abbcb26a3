import { EntitySchema, type ColumnType, type EntitySchemaColumnOptions } from "typeorm";
import type { Column } from "../mapping/column.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import type { TableDefinition } from "../schema/table-definition.ts";

/** The metadata of TypeORM for every table, derived as the tables themselves are: no decorators, no second list. */
export function entitySchemas(
  { fixed, derived }: DatabaseSchema,
  typeOf: (column: Column) => ColumnType,
): readonly EntitySchema[] {
  return [...fixed, ...derived].map((table) => entitySchema(table, typeOf));
}

function entitySchema(
  { name, columns, primaryKey }: TableDefinition,
  typeOf: (column: Column) => ColumnType,
): EntitySchema {
  const options = columns.map((column): [string, EntitySchemaColumnOptions] => [
    column.name,
    {
      name: column.name,
      type: typeOf(column),
      nullable: column.nullable,
      primary: primaryKey.includes(column.name),
    },
  ]);
  return new EntitySchema({ name, tableName: name, columns: Object.fromEntries(options) });
}
