import { describe, expect, jest, test } from "@jest/globals";
import { isKind, type JsonObject } from "@minference/protocol";
import { copyJson } from "./json-copy.ts";
import type { SchemaProblem } from "./schema-problem.ts";
import { SchemaCompiler, type SchemaUse } from "./schema-compiler.ts";

const compiler = new SchemaCompiler();

function problems(
  schema: unknown,
  value: unknown,
  use: SchemaUse = "result",
): readonly SchemaProblem[] {
  const copy = copyJson(value, { name: "value", maxBytes: 50_000_000 });
  return compiler.compile(objectOf(schema), "schema", use).check(copy);
}

const paths = (...args: Parameters<typeof problems>): readonly string[] =>
  problems(...args).map(({ path }) => path);

function nested(levels: number): JsonObject {
  const open = '{"properties":{"a":'.repeat(levels);
  return objectOf(JSON.parse(`${open}{}${"}}".repeat(levels)}`));
}

const named = (count: number, schema: object): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, schema]));

describe("a hostile or broken schema is schema_invalid (T17):", () => {
  test.each<[string, unknown, RegExp]>([
    ["$async", { $async: true, type: "object" }, /\$async/],
    ["$async deep inside", { properties: { a: { $async: true } } }, /properties\.a\.\$async/],
    ["a remote $ref", { $ref: "https://example.com/schema.json" }, /another document/],
    [
      "a remote $ref to a meta schema",
      { $ref: "http://json-schema.org/draft-07/schema#" },
      /another/,
    ],
    ["a $ref to a file", { properties: { a: { $ref: "other.json#/a" } } }, /properties\.a\.\$ref/],
    ["a $ref to nothing", { $ref: "#/$defs/none" }, /cannot be compiled/],
    ["a $ref to a member of Object", { $ref: "#/constructor" }, /cannot be compiled/],
    ["a $ref to a member of Object, bare", { $ref: "constructor" }, /another document/],
    ["$data", { properties: { a: { minimum: { $data: "1/b" } } } }, /minimum is not a number/],
    ["a type that is none", { type: "objekt" }, /type is not one or more of/],
    ["a list of types with none in it", { type: [] }, /type/],
    ["properties in a list", { properties: [] }, /properties is not an object/],
    ["a property that is no schema", { properties: { a: 12 } }, /properties\.a is neither/],
    ["required that is no list", { required: "a" }, /required is not a list/],
    ["an enum of nothing", { enum: [] }, /enum/],
    ["a negative length", { minLength: -1 }, /minLength/],
    ["anyOf of nothing", { anyOf: [] }, /anyOf/],
    ["a pattern that is none", { pattern: "[a-" }, /pattern/],
    [
      "a pattern with a back reference",
      { pattern: "(a)\\1" },
      /pattern is a pattern that no linear/,
    ],
    ["a pattern of 5,000 characters", { pattern: "a".repeat(5000) }, /longer than/],
    [
      "a pattern that grows when written out",
      { pattern: `(${"a{1000}".repeat(30)})` },
      /too large/,
    ],
    ["a key that is no pattern", { patternProperties: { "(": {} } }, /patternProperties/],
    ["too many patterns", { patternProperties: named(5000, {}) }, /characters of patterns/],
    ["3,000 properties", { properties: named(3000, { type: "string" }) }, /more than 2000/],
    [
      "two schemas of one id",
      { $defs: { a: { $id: "x:a" }, b: { $id: "x:a", type: "null" } } },
      /more than one/,
    ],
  ])("%s", (_what, schema, message) => {
    const compile = (): unknown => problems(schema, {});
    expect(compile).toThrow(message);
    expect(kindOf(compile)).toBe("schema_invalid");
  });

  test("5,000 levels", () => {
    const compile = (): unknown => compiler.compile(nested(5000), "schema", "result");
    expect(compile).toThrow(/deeper than 128 levels/);
    expect(kindOf(compile)).toBe("schema_invalid");
  });

  test("a cycle of objects", () => {
    const cyclic: { properties: JsonObject } = { properties: {} };
    cyclic.properties = cyclic;
    expect(kindOf(() => compiler.compile(cyclic, "schema", "result"))).toBe("schema_invalid");
  });

  test("512 KiB", () => {
    const compile = (): unknown =>
      compiler.compile({ title: "x".repeat(600_000) }, "schema", "result");
    expect(compile).toThrow(/longer than 524288 bytes/);
  });
});

test("nothing of a schema is printed, whatever happens to it (fact 6)", () => {
  const spies = (["log", "warn", "error", "info"] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation(() => undefined),
  );
  problems({ type: "string", format: "unknown-format", "x-unknown": 1, if: {} }, "a");
  expect(() => problems({ $ref: "#/$defs/none" }, {})).toThrow();
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
});

describe("time is bounded when a value is compared (fact 6):", () => {
  test("a pattern that is exponential elsewhere takes a text of a million characters", () => {
    expect(paths({ pattern: "^(a+)+$" }, `${"a".repeat(1_000_000)}!`)).toEqual([""]);
    expect(paths({ pattern: "^(a+)+$" }, "a".repeat(1000))).toEqual([]);
  });

  test("a schema that is only itself ends", () => {
    expect(problems({ $ref: "#" }, {})[0]?.expected).toMatch(/cannot be compared/);
  });

  test("references that double at each other end", () => {
    const $defs = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `a${index}`,
        { anyOf: [{ $ref: `#/$defs/a${index + 1}` }, { $ref: `#/$defs/a${index + 1}` }] },
      ]),
    );
    const schema = { $ref: "#/$defs/a0", $defs: { ...$defs, a40: { type: "string" } } };
    expect(problems(schema, 1)[0]?.expected).toMatch(/refers to itself too often/);
  });

  test("references that double at each level of a value end", () => {
    const branch = { properties: { a: { $ref: "#" } }, required: ["b"] };
    const value = Array.from({ length: 60 }).reduce<object>((inner) => ({ a: inner }), {});
    expect(problems({ anyOf: [branch, branch] }, value)[0]?.expected).toMatch(/too often/);
  });

  test("10,000 items are compared with each other once (uniqueItems)", () => {
    const items = Array.from({ length: 10_000 }, (_, index) => ({ index }));
    expect(paths({ uniqueItems: true }, items)).toEqual([]);
    expect(paths({ uniqueItems: true }, [...items, { index: 5 }])).toEqual([""]);
    expect(
      paths({ uniqueItems: true }, [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ]),
    ).toEqual([""]);
    expect(paths({ uniqueItems: false }, [1, 1])).toEqual([]);
  });

  test("a large value stops at its first problem", () => {
    const branches = Array.from({ length: 50 }, (_, index) => ({ const: `c${index}` }));
    const items = Array.from({ length: 100_000 }, () => 1);
    expect(problems({ items: { anyOf: branches } }, items).length).toBe(10);
    const referred = { items: { $ref: "#/$defs/a" }, $defs: { a: { type: "string" } } };
    expect(problems(referred, items)).toEqual([{ path: "0", expected: "must be string" }]);
  });
});

describe("own keys only (fact 6):", () => {
  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "%s is not found on {}",
    (key) => {
      expect(paths({ type: "object", required: [key] }, {})).toEqual([key]);
      const own: unknown = JSON.parse(`{"${key}":1}`);
      expect(paths({ type: "object", required: [key] }, own)).toEqual([]);
    },
  );

  test("a property named constructor is validated", () => {
    const schema = { properties: { constructor: { type: "number" } } };
    expect(paths(schema, {})).toEqual([]);
    expect(paths(schema, { constructor: "a" })).toEqual(["constructor"]);
  });
});

describe("schemas of all drafts are taken:", () => {
  test.each<[string, unknown, unknown, unknown]>([
    [
      "definitions",
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        definitions: { a: { type: "string" } },
        $ref: "#/definitions/a",
      },
      "x",
      1,
    ],
    [
      "a tuple of draft 7",
      { items: [{ type: "string" }], additionalItems: { type: "number" } },
      ["a", 1],
      ["a", "b"],
    ],
    ["a tuple of 2020-12", { prefixItems: [{ type: "string" }], items: false }, ["a"], ["a", 1]],
    [
      "additionalItems without a tuple",
      { items: { type: "string" }, additionalItems: false },
      ["a", "b"],
      [1],
    ],
    [
      "exclusiveMinimum of draft 4",
      { $schema: "http://json-schema.org/draft-04/schema#", minimum: 1, exclusiveMinimum: true },
      2,
      1,
    ],
    ["exclusiveMaximum: false of draft 4", { maximum: 1, exclusiveMaximum: false }, 1, 2],
    [
      "id of draft 4",
      {
        $schema: "http://json-schema.org/draft-04/schema#",
        id: "http://e.com/s",
        properties: { a: { $ref: "http://e.com/s#/definitions/n" } },
        definitions: { n: { type: "number" } },
      },
      { a: 1 },
      { a: "1" },
    ],
    ["id that is only a keyword nobody knows", { id: "abc", type: "string" }, "x", 1],
    [
      "an absolute $ref to its own $id",
      {
        $id: "https://e.com/s.json",
        properties: { a: { $ref: "https://e.com/s.json#/$defs/n" } },
        $defs: { n: { type: "number" } },
      },
      { a: 1 },
      { a: "1" },
    ],
    [
      "a relative $ref to an $id",
      {
        $id: "https://e.com/s.json",
        properties: { a: { $ref: "n.json" } },
        $defs: { n: { $id: "n.json", type: "number" } },
      },
      { a: 1 },
      { a: "1" },
    ],
    [
      "$anchor",
      { properties: { a: { $ref: "#n" } }, $defs: { n: { $anchor: "n", type: "number" } } },
      { a: 1 },
      { a: "1" },
    ],
    [
      "#-ids of draft 7",
      { properties: { a: { $ref: "#n" } }, definitions: { n: { $id: "#n", type: "number" } } },
      { a: 1 },
      { a: "1" },
    ],
    [
      "ids of generators that repeat their place",
      { properties: { a: { $id: "#/properties/a", type: "number" } } },
      { a: 1 },
      { a: "1" },
    ],
    [
      "dependencies",
      { dependencies: { a: ["b"], c: { required: ["d"] } } },
      { a: 1, b: 1 },
      { a: 1 },
    ],
    [
      "$recursiveRef of 2019-09",
      {
        $schema: "https://json-schema.org/draft/2019-09/schema",
        $recursiveAnchor: true,
        properties: { a: { $recursiveRef: "#" } },
        required: ["b"],
      },
      { b: 1 },
      { b: 1, a: {} },
    ],
    [
      "$dynamicRef",
      { $dynamicAnchor: "n", properties: { a: { $dynamicRef: "#n" } }, required: ["b"] },
      { b: 1 },
      { b: 1, a: {} },
    ],
    ["nullable of OpenAPI", { type: "string", nullable: true }, null, 1],
    ["nullable that means nothing", { nullable: true, anyOf: [{ type: "string" }] }, "a", 1],
    [
      "unknown keywords",
      { type: "string", "x-order": 1, discriminator: { propertyName: "a" }, example: 1 },
      "a",
      1,
    ],
    [
      "a $ref into an unknown keyword",
      { $ref: "#/components/a", components: { a: { type: "number" } } },
      1,
      "a",
    ],
    ["unknown formats", { type: "string", format: "colour" }, "a", 1],
    [
      "two patterns",
      { properties: { a: { pattern: "^a" }, b: { pattern: "^b" } } },
      { a: "a", b: "b" },
      { a: "a", b: "a" },
    ],
    ["formats", { type: "string", format: "date-time" }, "2026-11-24T00:00:00Z", "today"],
    ["formats of numbers", { type: "integer", format: "int32" }, 7, 2 ** 40],
    [
      "recursive schemas",
      { properties: { kids: { type: "array", items: { $ref: "#" } }, v: { type: "number" } } },
      { kids: [{ v: 1 }] },
      { kids: [{ kids: [{ v: "a" }] }] },
    ],
    ["if, then, else", { if: { required: ["a"] }, then: { required: ["b"] } }, {}, { a: 1 }],
    ["const and enum of objects", { enum: [{ a: [1] }, null] }, { a: [1] }, { a: [2] }],
    ["a lookahead at the start", { pattern: "^(?!x)(?=.*\\d)[a-z0-9]+$" }, "a1", "x1"],
    ["true and false", { properties: { a: true, b: false } }, { a: 1 }, { b: 1 }],
    [
      "draft 3 and its unknown words",
      { type: "object", properties: { a: { type: "number", divisibleBy: 2 } } },
      { a: 3 },
      { a: "3" },
    ],
    ["an unknown $schema", { $schema: "https://example.com/my-draft", type: "string" }, "a", 1],
  ])("%s", (_what, ...[schema, valid, invalid]) => {
    expect(problems(schema, valid)).toEqual([]);
    expect(problems(schema, invalid)).not.toEqual([]);
  });

  test("a hundred levels", () => {
    expect(problems(nested(60), {})).toEqual([]);
  });
});

describe("strict arguments (U2):", () => {
  const strict = (schema: unknown, value: unknown): readonly string[] =>
    paths(schema, value, "strict arguments");
  const a = { type: "object", properties: { a: { type: "number" } } };

  test.each<[string, unknown, unknown, string[]]>([
    ["an unknown key is refused by name", a, { a: 1, b: 2 }, ["b"]],
    ["a known key is taken", a, { a: 1 }, []],
    ["additionalProperties says otherwise", { ...a, additionalProperties: true }, { b: 2 }, []],
    [
      "additionalProperties with a schema",
      { ...a, additionalProperties: { type: "string" } },
      { b: "x" },
      [],
    ],
    [
      "patternProperties are known",
      { ...a, patternProperties: { "^x-": {} } },
      { "x-b": 2, c: 1 },
      ["c"],
    ],
    ["inside an object", { type: "object", properties: { o: a } }, { o: { b: 1 } }, ["o.b"]],
    [
      "inside items",
      { type: "object", properties: { l: { items: a } } },
      { l: [{ a: 1 }, { b: 1 }] },
      ["l.1.b"],
    ],
    [
      "a map stays open",
      { type: "object", properties: { m: { type: "object" } } },
      { m: { any: 1 } },
      [],
    ],
    ["no parameters", { type: "object", properties: {} }, { a: 1 }, ["a"]],
    [
      "properties of allOf are known",
      { allOf: [a, { properties: { b: {} } }] },
      { a: 1, b: 1, c: 1 },
      ["c"],
    ],
    [
      "properties of a reference are known",
      { $ref: "#/$defs/a", $defs: { a } },
      { a: 1, c: 1 },
      ["c"],
    ],
    [
      "inside a definition",
      { type: "object", properties: { o: { $ref: "#/$defs/a" } }, $defs: { a } },
      { o: { c: 1 } },
      ["o.c"],
    ],
    [
      "conditions are not narrowed",
      { ...a, properties: { a: {}, b: {} }, not: { properties: { o: a }, required: ["o"] } },
      { b: 1 },
      [],
    ],
    [
      "recursion",
      { properties: { next: { $ref: "#" } } },
      { next: { next: { x: 1 } } },
      ["next.next.x"],
    ],
  ])("%s", (_what, ...[schema, value, expected]) => {
    expect(strict(schema, value)).toEqual(expected);
  });

  test("without it an unknown key is taken", () => {
    expect(paths(a, { b: 2 }, "arguments")).toEqual([]);
  });
});

test("defaults are written into arguments, nested ones too, and into nothing else (5.1)", () => {
  const schema = {
    type: "object",
    properties: {
      a: { type: "number", default: 3 },
      o: { type: "object", default: {}, properties: { b: { default: [1] } } },
    },
    required: ["a"],
  };
  const copy = copyJson({}, { name: "value", maxBytes: 100 });
  expect(compiler.compile(schema, "schema", "strict arguments").check(copy)).toEqual([]);
  expect(copy.value).toEqual({ a: 3, o: { b: [1] } });
  const result = copyJson({}, { name: "value", maxBytes: 100 });
  expect(compiler.compile(schema, "schema", "result").check(result)).toEqual([
    { path: "a", expected: "is required" },
  ]);
  expect(result.value).toEqual({});
});

test("at most ten problems are told, each once, with what is expected and no value (T3, E4)", () => {
  const schema = {
    items: { type: "number" },
    properties: { c: { enum: ["x", 1] }, k: { const: true } },
  };
  const many = problems(
    schema,
    Array.from({ length: 50 }, () => "canary"),
  );
  expect(many.length).toBe(10);
  expect(many[0]).toEqual({ path: "0", expected: "must be number" });
  expect(problems(schema, { c: "canary", k: "canary" })).toEqual([
    { path: "c", expected: 'must be one of ["x",1]' },
    { path: "k", expected: "must be true" },
  ]);
  expect(JSON.stringify(many)).not.toContain("canary");
});

test("a schema that was compiled is not compiled again, and two of one $id do not meet", () => {
  const schema = (type: string): JsonObject => ({ $id: "https://e.com/a", type });
  const first = compiler.compile(schema("string"), "one", "result");
  expect(compiler.compile({ ...schema("string") }, "one", "result")).toBe(first);
  expect(problems(schema("number"), 1)).toEqual([]);
  expect(problems(schema("string"), "a")).toEqual([]);
});

function kindOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return isKind(error, "schema_invalid") ? error.kind : "another kind";
  }
  return "no error";
}

function objectOf(schema: unknown): JsonObject {
  const isObject = (value: unknown): value is JsonObject =>
    typeof value === "object" && value !== null;
  if (!isObject(schema)) throw new TypeError("a test gives a schema");
  return schema;
}
