import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@minference/protocol";
import { anthropicSchema, isAnthropicSubset } from "./anthropic-schema.ts";

describe("the subset that schema output takes (4.3)", () => {
  test.each<[string, JsonObject, JsonObject]>([
    [
      "objects are closed",
      { type: "object", properties: { a: { type: "object" } }, additionalProperties: true },
      {
        type: "object",
        properties: { a: { type: "object", properties: {}, additionalProperties: false } },
        additionalProperties: false,
      },
    ],
    [
      "oneOf becomes anyOf",
      { oneOf: [{ type: "string" }, { type: "null" }] },
      { anyOf: [{ type: "string" }, { type: "null" }] },
    ],
    [
      "what the grammar does not know moves into the description",
      { type: "integer", minimum: 1, maximum: 9, description: "A digit." },
      { type: "integer", description: "A digit.\n\n{minimum: 1, maximum: 9}" },
    ],
    [
      "known formats stay, others are described",
      {
        type: "object",
        properties: { d: { type: "string", format: "date" }, x: { type: "string", format: "x" } },
        required: ["d"],
      },
      {
        type: "object",
        properties: {
          d: { type: "string", format: "date" },
          x: { type: "string", description: '{format: "x"}' },
        },
        additionalProperties: false,
        required: ["d"],
      },
    ],
    [
      "minItems of 0 and 1 stay",
      { type: "array", items: { type: "array", minItems: 2 }, minItems: 1 },
      {
        type: "array",
        items: { type: "array", description: "{minItems: 2}" },
        minItems: 1,
      },
    ],
    ["an enum needs no type", { type: "string", enum: ["a", "b"] }, { enum: ["a", "b"] }],
    ["a constant neither", { const: 1, title: "One" }, { const: 1, title: "One" }],
    [
      "a reference stands alone, definitions beside it",
      { $ref: "#/$defs/a", description: "x", $defs: { a: { type: "string", maxLength: 3 } } },
      { $ref: "#/$defs/a", $defs: { a: { type: "string", description: "{maxLength: 3}" } } },
    ],
    [
      "the dialect is left out",
      { $schema: "http://json-schema.org/draft-07/schema#", type: "null" },
      { type: "null" },
    ],
  ])("%s", (_, schema, expected) => {
    const before = JSON.stringify(schema);
    expect(anthropicSchema(schema)).toEqual(expected);
    expect(JSON.stringify(schema)).toBe(before);
  });

  test("what it gives is in the subset", () => {
    const schema = { type: "object", properties: { a: { type: "integer", minimum: 1 } } };
    expect(isAnthropicSubset(schema)).toBe(false);
    expect(isAnthropicSubset(anthropicSchema(schema))).toBe(true);
  });

  test("a root that is no object is outside of what a strict tool may have", () => {
    expect(isAnthropicSubset({ type: "string" })).toBe(false);
  });
});
