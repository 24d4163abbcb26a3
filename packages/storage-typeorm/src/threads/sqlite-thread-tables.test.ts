import { expect, test } from "@jest/globals";
import { databaseSchema } from "../schema/database-schema.ts";
import { newestSchemaVersion, type Migration } from "../schema/migration.ts";
import { fixedTables } from "../sqlite/migrations/1-fixed-tables.ts";
import { derivedObjects, fixedObjects, type SchemaObject } from "../sqlite/schema-objects.ts";
import { threadTables } from "./sqlite-thread-tables.ts";
import { threadMappings } from "./thread-mappings.ts";

const schema = databaseSchema(threadMappings);
const migrations: readonly Migration[] = [fixedTables, threadTables];

function tablesAndIndexes(objects: readonly SchemaObject[]): readonly string[] {
  return objects.filter(({ type }) => type !== "view").map(({ sql }) => sql);
}

test("the migrations make the very tables that are derived from the shapes (D04, G1)", () => {
  expect(fixedTables.statements).toEqual(tablesAndIndexes(fixedObjects(schema)));
  expect(threadTables.statements).toEqual(tablesAndIndexes(derivedObjects(schema)));
});

test("the newest migration is the newest that a release knows", () => {
  expect(migrations.map(({ version }) => version)).toEqual([1, 2]);
  expect(newestSchemaVersion).toBe(migrations.at(-1)?.version);
});

test("the tables of spec section 10 are there, and no others", () => {
  expect([...schema.fixed, ...schema.derived].map(({ name }) => name).sort()).toEqual([
    "chat_message",
    "chat_thread",
    "chat_thread_tool",
    "entity",
    "generated_json_object",
    "list_segment",
    "llm_config",
    "minference_schema",
    "processed_output",
    "processed_output_json_object",
    "raw_output",
    "receipt",
    "ref_move",
    "request_limits",
    "system_prompt",
    "thread_message_history",
    "tool",
    "usage",
    "write_batch",
  ]);
});

test("an index exists only with the query that it serves", () => {
  const indexes = schema.derived.flatMap(({ name, indexes: own }) =>
    own
      .filter(([first]) => first !== "lineage_id")
      .map((columns) => `${name} (${columns.join(", ")})`),
  );
  expect(indexes.sort()).toEqual([
    "chat_message (chat_thread_id)",
    "processed_output (chat_thread_id)",
    "raw_output (chat_thread_id)",
  ]);
});
