import { expect, test } from "@jest/globals";
import { column } from "../mapping/column.ts";
import { databaseSchema } from "../schema/database-schema.ts";
import { plain, type TableDefinition } from "../schema/table-definition.ts";
import { tableSql } from "./table-sql.ts";

test("every foreign key is deferred to the end of the transaction", () => {
  const references = databaseSchema([])
    .fixed.flatMap(tableSql)
    .flatMap((sql) => sql.split("\n"))
    .filter((line) => line.includes("REFERENCES"));
  expect(references).toHaveLength(3);
  for (const line of references) expect(line).toContain("DEFERRABLE INITIALLY DEFERRED");
});

test("a quote in an enum value or a name stays in its literal", () => {
  const table: TableDefinition = {
    name: 'a"b',
    columns: [plain({ ...column("kind", "enum", "null"), values: ["it's", '"'] })],
    primaryKey: ["kind"],
    layout: "heap",
    partial: [],
    indexes: [],
  };
  expect(tableSql(table)).toEqual([
    `CREATE TABLE "a""b" (\n  "kind" TEXT PRIMARY KEY CHECK ("kind" IN ('it''s', '"'))\n)`,
  ]);
});
