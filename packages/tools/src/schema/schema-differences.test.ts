import { expect, test } from "@jest/globals";
import type { JsonObject } from "@minference/protocol";
import { SchemaMismatchError } from "../errors/schema-mismatch-error.ts";
import { requireAgreement, schemaDifferences } from "./schema-differences.ts";

const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: "object",
  properties,
  required,
});

test("schemas that say the same in other words agree (C75)", () => {
  const given = object({
    a: { $ref: "#/$defs/a" },
    u: { anyOf: [{ type: "null" }, { type: "string" }] },
    e: { enum: ["x", "y"], description: "one of two" },
    l: { type: "array", items: { type: "number", minimum: 0 } },
    any: {},
  });
  const derived = object({
    any: true,
    l: { type: "array", items: { type: "number" } },
    e: { type: "string" },
    u: { type: ["string", "null"] },
    a: object({ b: { type: "integer", default: 1 } }),
  });
  expect(
    schemaDifferences({ ...given, $defs: { a: object({ b: { type: "integer" } }) } }, derived),
  ).toEqual([]);
});

test("recursive schemas are compared once", () => {
  const tree: JsonObject = { properties: { kids: { type: "array", items: { $ref: "#" } } } };
  expect(schemaDifferences(tree, tree)).toEqual([]);
});

test("each difference is listed with its path and both sides (C75)", () => {
  const given = object(
    {
      a: { type: "string" },
      o: object({ x: { type: "number" } }),
      l: { type: "array", items: { type: "number" } },
    },
    ["a"],
  );
  const derived = object(
    {
      a: { type: "number" },
      o: object({ x: { type: "number" }, y: {} }, ["y"]),
      l: { type: "array", items: { type: "string" } },
    },
    ["a", "o"],
  );
  expect(schemaDifferences(given, derived)).toEqual([
    { path: "", aspect: "required", given: "a", derived: "a, o" },
    { path: "a", aspect: "types", given: "string", derived: "number" },
    { path: "o", aspect: "properties", given: "x", derived: "x, y" },
    { path: "o", aspect: "required", given: "none", derived: "y" },
    { path: "l.[]", aspect: "types", given: "number", derived: "string" },
  ]);
  expect(() => requireAgreement(given, derived, "inputSchema of f")).toThrow(SchemaMismatchError);
  expect(() => requireAgreement(given, derived, "inputSchema of f")).toThrow(
    "inputSchema of f: the schema given and the one derived differ in 5 places: required of the root: given a, derived a, o; types of a: given string, derived number",
  );
});

test("items that only one side describes are a difference", () => {
  const [difference] = schemaDifferences(
    { type: "array", items: { type: "number" } },
    { type: "array", items: {} },
  );
  expect(difference).toMatchObject({ aspect: "items", given: "described", derived: "none" });
});
