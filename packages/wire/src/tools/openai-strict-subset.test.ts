import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@minference/protocol";
import { openAIStrictProblem } from "./openai-strict-subset.ts";

/** A closed object with these properties, all required. */
function anObject(properties: JsonObject, fields: JsonObject = {}): JsonObject {
  const required = Object.keys(properties);
  return { type: "object", properties, required, additionalProperties: false, ...fields };
}

/** An object in an object, so many levels below the root. */
function nested(levels: number): JsonObject {
  return levels === 0 ? { type: "string" } : anObject({ a: nested(levels - 1) });
}

const text = { type: "string" };

describe("what strict mode takes (T21, wire-profiles.md section 2)", () => {
  test.each<[string, JsonObject]>([
    ["an empty object", anObject({})],
    ["variants below the root", anObject({ a: { anyOf: [text, { type: "null" }] } })],
    ["recursion through a reference", anObject({ a: { $ref: "#" } })],
    ["definitions", anObject({ a: { $ref: "#/$defs/b" } }, { $defs: { b: anObject({}) } })],
    ["ten levels", nested(10)],
    ["1,000 enum values", anObject({ a: { enum: numbers(1000) } })],
    ["5,000 properties", anObject(properties(5000))],
    ["a long description, which does not count", anObject({}, { description: "x".repeat(2e5) })],
    ["names of keywords as properties", anObject({ allOf: text, not: text })],
  ])("%s", (_, schema) => {
    expect(openAIStrictProblem(schema)).toBeNull();
  });
});

describe("what it refuses, with the place", () => {
  test.each<[string, JsonObject, readonly [path: string, problem: string]]>([
    ["a root that is no object", { type: "array", items: text }, ["", "its root is not"]],
    ["variants at the root", { ...anObject({}), anyOf: [] }, ["", "its root is not"]],
    [
      "an object that is open",
      anObject({ a: { ...anObject({}), additionalProperties: true } }),
      ["properties.a", "additionalProperties is not false"],
    ],
    [
      "a property that is not required",
      anObject({ a: { type: "array", items: { ...anObject({ b: text }), required: [] } } }),
      ["properties.a.items", "its property b is not required"],
    ],
    [
      "a keyword that it does not know, in a variant",
      anObject({ a: { anyOf: [text, { allOf: [text] }] } }),
      ["properties.a.anyOf.1", "it uses allOf"],
    ],
    [
      "the same in a definition",
      anObject({}, { $defs: { b: { not: text } } }),
      ["$defs.b", "it uses not"],
    ],
    ["a schema that is none", anObject({ a: true }), ["properties.a", "no schema object"]],
    ["eleven levels", nested(11), [Array(11).fill("properties.a").join("."), "10 levels"]],
    ["1,001 enum values", anObject({ a: { enum: numbers(1001) } }), ["properties.a", "1000"]],
    ["5,001 properties", anObject(properties(5001)), ["", "5000 properties"]],
    ["names of 120,001 characters", anObject({ ["x".repeat(120_001)]: text }), ["", "120000"]],
  ])("%s", (_, schema, [path, problem]) => {
    const found = openAIStrictProblem(schema);
    expect(found?.path).toBe(path);
    expect(found?.problem).toContain(problem);
  });
});

test("a schema nested 100,000 deep is refused, not followed by recursion (T17)", () => {
  let schema: JsonObject = text;
  for (let level = 0; level < 100_000; level += 1) schema = { type: "array", items: schema };
  expect(openAIStrictProblem(anObject({ a: schema }))?.problem).toContain("10 levels");
});

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function properties(count: number): JsonObject {
  return Object.fromEntries(numbers(count).map((index) => [`p${index}`, text]));
}
