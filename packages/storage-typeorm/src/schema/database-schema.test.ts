import { describe, expect, test } from "@jest/globals";
import { defineEntity, dict, id, json, list, now, ref } from "@minference/ecs";
import { isMinferenceError } from "@minference/protocol";
import { z } from "zod";
import { mapEntity, type EntityMapping } from "../mapping/map-entity.ts";
import { singular, snakeCase } from "../mapping/sql-name.ts";
import { databaseSchema } from "./database-schema.ts";

class Part extends defineEntity("Part", { name: z.string() }) {}
class Other extends defineEntity("Other", { name: z.string() }) {}
class Machine extends defineEntity("Machine", {
  serialNumber: z.string(),
  builtAt: z.date().nullable().default(null),
  noticedAt: now(),
  ownerId: id("Owner").nullable(),
  makerKey: z.uuid(),
  settings: json(),
  mainPart: ref(() => Part),
  anyPart: ref(() => [Part, Other]).nullable(),
  parts: list(() => Part),
  entries: list(() => [Part, Other]),
  byPlace: dict(() => Part),
}) {}

/** The columns of a mapping's first table behind those that every version has. */
function columnsOf(...mappings: readonly EntityMapping[]): readonly string[] {
  const [table] = databaseSchema(mappings).derived;
  return (table?.columns ?? [])
    .slice(8)
    .map(({ name, kind, nullable }) => `${name} ${kind}${nullable ? " null" : ""}`);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isMinferenceError(error)) return error.code;
    throw error;
  }
  return "nothing was thrown";
}

test("columns are derived from the shape by one rule (G1)", () => {
  const mappings = [mapEntity(Machine, { table: "machine" }), mapEntity(Part, { table: "part" })];
  expect(columnsOf(...mappings)).toEqual([
    "serial_number text",
    "built_at instant null",
    "noticed_at instant",
    "owner_id uuid null",
    "maker_key uuid",
    "settings json null",
    "main_part_id id",
    "any_part_id id null",
    "any_part_type text null",
    "parts_segment_id id null",
    "parts_length integer",
    "entries_segment_id id null",
    "entries_length integer",
    "by_place dict",
  ]);
  const lists = databaseSchema(mappings).segments.map(({ name, item, itemType }) => [
    name,
    item.name,
    itemType?.name,
  ]);
  expect(lists).toEqual([
    ["machine_part", "part_id", undefined],
    ["machine_entry", "entry_id", "entry_type"],
  ]);
});

test("overrides rename and retype columns, and name the tables of lists", () => {
  const mapping = mapEntity(Machine, {
    table: "machine",
    columns: {
      serialNumber: "number",
      builtAt: { name: "built", type: "text" },
      makerKey: { type: "text" },
      mainPart: "main",
      anyPart: "any",
      parts: "pieces",
    },
    lists: { parts: { table: "piece_of_machine", item: "piece", introducedBy: "machine_id" } },
  });
  const columns = columnsOf(mapping);
  expect(columns.slice(0, 2)).toEqual(["number text", "built instant_text null"]);
  expect(columns).toContain("maker_key uuid_text");
  expect(columns).toContain("main id");
  expect(columns).toContain("any id null");
  expect(columns).toContain("pieces_segment_id id null");
  const [, rows] = databaseSchema([mapping]).derived;
  expect([rows?.name, ...(rows?.columns ?? []).map(({ name }) => name)]).toEqual([
    "piece_of_machine",
    "segment_id",
    "position",
    "piece_id",
    "machine_id",
    "created_at",
  ]);
});

test("names are words in lower case, and one item of a plural", () => {
  const names = ["name", "llmConfig", "maxTokensPerMinute", "toolJsonSchema", "parseURLNow", "a1B"];
  expect(names.map(snakeCase)).toEqual([
    "name",
    "llm_config",
    "max_tokens_per_minute",
    "tool_json_schema",
    "parse_url_now",
    "a1_b",
  ]);
  expect(["tools", "entries", "glass", "history"].map(singular)).toEqual([
    "tool",
    "entry",
    "glass",
    "history",
  ]);
});

describe("a mapping that contradicts itself is refused", () => {
  class Clash extends defineEntity("Clash", { part: ref(() => Part), partId: z.string() }) {}
  class Reserved extends defineEntity("Reserved", { batch: ref(() => Part) }) {}
  class Left extends defineEntity("Left", { size: z.string() }) {}
  class Right extends defineEntity("Right", { size: z.number() }) {}
  const part = mapEntity(Part, { table: "part" });
  const cases: readonly (readonly [string, () => unknown])[] = [
    ["no class", () => mapEntity([], { table: "t" })],
    ["an override of no field", () => mapEntity(Part, { table: "t", columns: { nothing: "x" } })],
    ["an index of no field", () => mapEntity(Part, { table: "t", indexes: ["nothing"] })],
    ["a class twice", () => databaseSchema([part, mapEntity(Part, { table: "other" })])],
    ["two tables of one name", () => databaseSchema([part, mapEntity(Other, { table: "Part" })])],
    ["the name of a fixed table", () => databaseSchema([mapEntity(Part, { table: "entity" })])],
    ["the name of a view", () => databaseSchema([part, mapEntity(Other, { table: "part_text" })])],
    ["two columns of one name", () => databaseSchema([mapEntity(Clash, { table: "t" })])],
    [
      "a column that every version has",
      () => databaseSchema([mapEntity(Reserved, { table: "t" })]),
    ],
    ["a field of two kinds", () => databaseSchema([mapEntity([Left, Right], { table: "t" })])],
    [
      "a number as text",
      () => databaseSchema([mapEntity(Right, { table: "t", columns: { size: { type: "text" } } })]),
    ],
  ];
  for (const [what, run] of cases) {
    test(what, () => {
      expect(codeOf(run)).toBe("invalid_request");
    });
  }
});

test("no name that SQL could misread becomes a table or column (R:E1)", () => {
  const payloads = [
    'part"; DROP TABLE entity; --',
    "part'--",
    "part name",
    "part;",
    "sqlite_master",
    "x".repeat(64),
    "",
    "pärt",
    "part\0",
    "1part",
  ];
  for (const name of payloads) {
    const run = (mapping: EntityMapping) => codeOf(() => databaseSchema([mapping]));
    expect(run(mapEntity(Part, { table: name }))).toBe("unsafe_name");
    expect(run(mapEntity(Part, { table: "part", columns: { name } }))).toBe("unsafe_name");
    const lists = { parts: { table: name } };
    expect(run(mapEntity(Machine, { table: "machine", lists }))).toBe("unsafe_name");
    const items = { parts: { item: name } };
    if (!/^1|^$/.test(name)) {
      expect(run(mapEntity(Machine, { table: "machine", lists: items }))).toBe("unsafe_name");
    }
  }
});
