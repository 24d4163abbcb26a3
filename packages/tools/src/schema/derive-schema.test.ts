import { describe, expect, test } from "@jest/globals";
import { isKind, type JsonObject } from "@minference/protocol";
import { z } from "zod";
import * as mini from "zod/mini";
import { MissingSchemaError } from "../errors/missing-schema-error.ts";
import { argumentSchema } from "./argument-schema.ts";
import { resultSchema } from "./result-schema.ts";
import { SchemaCompiler } from "./schema-compiler.ts";
import type { ToolSchema } from "./tool-schema.ts";

const inputOf = (schema: ToolSchema): JsonObject => argumentSchema(schema, "inputSchema of f");
const outputOf = (schema?: ToolSchema): JsonObject => resultSchema(schema, "outputSchema of f");

describe("a field of arguments is derived (C74):", () => {
  const required = true;
  test.each<[string, z.ZodType, JsonObject, boolean]>([
    ["text", z.string(), { type: "string" }, required],
    ["optional", z.string().optional(), { type: "string" }, false],
    ["default", z.number().default(3), { type: "number", default: 3 }, false],
    [
      "description",
      z.string().describe("A city"),
      { type: "string", description: "A city" },
      required,
    ],
    ["range", z.number().min(1).max(9), { type: "number", minimum: 1, maximum: 9 }, required],
    ["length", z.string().min(2).max(5), { type: "string", minLength: 2, maxLength: 5 }, required],
    ["format", z.url(), { type: "string", format: "uri" }, required],
    ["choice", z.enum(["x", "y"]), { type: "string", enum: ["x", "y"] }, required],
    ["constant", z.literal(4), { type: "number", const: 4 }, required],
    ["list", z.array(z.boolean()), { type: "array", items: { type: "boolean" } }, required],
    [
      "pair",
      z.tuple([z.string()]),
      { type: "array", prefixItems: [{ type: "string" }], items: false, minItems: 1, maxItems: 1 },
      required,
    ],
    [
      "map",
      z.record(z.string(), z.number()),
      {
        type: "object",
        propertyNames: { type: "string" },
        additionalProperties: { type: "number" },
      },
      required,
    ],
    ["nullable", z.string().nullable(), { type: ["string", "null"] }, required],
    ["union", z.union([z.string(), z.number()]), { type: ["string", "number"] }, required],
    ["transformed", z.string().transform((text) => text.length), { type: "string" }, required],
    [
      "nested",
      z.object({ b: z.number().optional() }),
      { type: "object", properties: { b: { type: "number" } } },
      required,
    ],
  ])("%s", (_what, ...[field, schema, isRequired]) => {
    expect(inputOf(z.object({ a: field }))).toEqual({
      type: "object",
      properties: { a: schema },
      ...(isRequired && { required: ["a"] }),
    });
  });
});

test("every format of Zod compiles, with its pattern or by its name", () => {
  const formats = z.object({
    ...{ email: z.email(), duration: z.iso.duration(), time: z.iso.datetime(), host: z.hostname() },
    ...{ v4: z.ipv4(), v6: z.cidrv6(), uuid: z.uuid(), emoji: z.emoji(), base64: z.base64() },
  });
  const compiled = new SchemaCompiler().compile(inputOf(formats), "f", "strict arguments");
  const value = {
    ...{ email: "a@example.com", duration: "P1D", time: "2026-11-24T00:00:00Z", host: "a.com" },
    ...{
      v4: "1.2.3.4",
      v6: "::1/128",
      uuid: "0198c0de-0000-7000-8000-000000000001",
      emoji: "🙂",
      base64: "aGk=",
    },
  };
  expect(compiled.check({ value, nodes: 9 })).toEqual([]);
  const wrong = compiled.check({ value: { ...value, duration: "1D", host: "-" }, nodes: 9 });
  expect(new Set(wrong.map(({ path }) => path))).toEqual(new Set(["duration", "host"]));
});

test("nested objects that are used twice are a reference, and compile", () => {
  const point = z.object({ x: z.number() }).meta({ id: "Point" });
  const schema = inputOf(z.object({ from: point, to: point }));
  expect(schema["properties"]).toEqual({
    from: { $ref: "#/$defs/Point" },
    to: { $ref: "#/$defs/Point" },
  });
  const compiled = new SchemaCompiler().compile(schema, "f", "strict arguments");
  expect(compiled.check({ value: { from: { x: 1 }, to: { x: "1" } }, nodes: 5 })).toEqual([
    { path: "to.x", expected: "must be number" },
  ]);
});

test("a tool without parameters has an object without properties (5.1)", () => {
  const none = { type: "object", properties: {} };
  expect(inputOf(z.object({}))).toEqual(none);
  expect(inputOf({})).toEqual(none);
  expect(inputOf({ properties: {} })).toEqual(none);
});

test("JSON Schema passes as it is, a copy", () => {
  const schema = {
    type: "object",
    properties: { a: { type: "string", pattern: "^a(?=b)" } },
    $schema: "x",
  };
  expect(inputOf(schema)).toEqual(schema);
  expect(inputOf(schema)).not.toBe(schema);
});

test("a Standard Schema of another library gives its JSON Schema, a function too (C71)", () => {
  const standard = (schema: JsonObject): ToolSchema =>
    Object.assign(() => undefined, {
      "~standard": {
        ...({ version: 1, vendor: "other" } as const),
        jsonSchema: { input: () => ({ ...schema, $schema: "x" }), output: () => schema },
      },
    });
  expect(inputOf(standard({ type: "object", properties: { a: { type: "string" } } }))).toEqual({
    type: "object",
    properties: { a: { type: "string" } },
  });
  expect(inputOf(mini.object({ a: mini.optional(mini.string()) }))).toEqual({
    type: "object",
    properties: { a: { type: "string" } },
  });
});

test("without a schema, or with one that yields none, it is missing (5.1)", () => {
  const types = { "~standard": { version: 1, vendor: "other" } } as const;
  expect(() => argumentSchema(undefined, "inputSchema of f")).toThrow(MissingSchemaError);
  expect(() => inputOf(types)).toThrow("inputSchema of f yields no JSON Schema");
});

test.each<[string, ToolSchema]>([
  ["a date", z.object({ at: z.date() })],
  ["a text", z.string()],
  ["an object or null", { type: ["object", "null"] }],
])("%s are no arguments", (_what, schema) => {
  expect(isSchemaInvalid(() => inputOf(schema))).toBe(true);
});

describe("a result (U4)", () => {
  const wrapper = (result: JsonObject): JsonObject => ({
    ...{ type: "object", properties: { result }, required: ["result"] },
    additionalProperties: false,
  });

  test("that is an object is described itself", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "number" } },
      required: ["a"],
      additionalProperties: false,
    };
    expect(outputOf(z.object({ a: z.number() }))).toEqual(schema);
    const referred = { $ref: "#/$defs/a", $defs: { a: schema } };
    expect(outputOf(referred)).toEqual(referred);
  });

  test("of another type is described in a wrapper", () => {
    expect(outputOf(z.number())).toEqual(wrapper({ type: "number" }));
    expect(outputOf({ type: ["object", "null"] })).toEqual(wrapper({ type: ["object", "null"] }));
  });

  test("keeps its references inside the wrapper", () => {
    const list: JsonObject = {
      type: "array",
      items: { anyOf: [{ $ref: "#" }, { $ref: "#/$defs/n" }] },
      $defs: { n: { type: "number" } },
    };
    const compiled = new SchemaCompiler().compile(outputOf(list), "f", "result");
    expect(compiled.check({ value: { result: [1, [2]] }, nodes: 4 })).toEqual([]);
    expect(compiled.check({ value: { result: [["a"]] }, nodes: 4 })).not.toEqual([]);
  });

  test("that nobody described is not described", () => {
    expect(outputOf()).toEqual({});
    expect(outputOf(z.any())).toEqual({});
  });
});

function isSchemaInvalid(run: () => unknown): boolean {
  try {
    run();
  } catch (error) {
    return isKind(error, "schema_invalid");
  }
  return false;
}
