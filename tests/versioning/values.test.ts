import { expect, test } from "@jest/globals";
import { defineEntity, json } from "@minference/ecs";
import type { ErrorKind } from "@minference/protocol";
import { z } from "zod";
import { backends } from "../backends.ts";
import { aStage } from "./stage.ts";
import { untyped } from "./untyped.ts";

class Holder extends defineEntity("Holder", {
  text: z.string().default(""),
  data: json().nullable(),
  at: z.date().nullable().default(null),
}) {}

class Point {
  readonly x = 1;
}

const naughty = [
  "",
  " \t\r\n\u2028\u2029 leading and trailing ",
  "NUL \0 inside",
  "\u202eright to left\u202c",
  "👩‍👩‍👧‍👦 🏳️‍🌈 é e\u0301 \u00c5 \u212b \ufdd0\uffff\ufeff",
  "'; DROP TABLE entity; --",
  '" \\ ` ${x} {{x}} <script>alert(1)</script>',
  "null",
  "1e400",
  "-0",
  "2026-02-30T00:00:00Z",
  '{"__proto__":{"a":1}}',
  "田中さんにあげて下さい",
  "̶̢͓̱̤̦̑̀Z͎a̯l̷g̸o",
  "x".repeat(1_000_000),
] as const;

const hostileKeys = Object.fromEntries(
  ["__proto__", "constructor", "toString", "", "k".repeat(10_240), "10", "2", "a.b", "é"].map(
    (key) => [key, { key: key.length }],
  ),
);

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** What a json field takes, and gives back exactly (R:S29, R:S32, R:S34, R:S35). */
const taken: readonly (readonly [what: string, value: unknown])[] = [
  ["null", null],
  ["booleans and numbers", [true, false, 0, -1.5, 1e21, 5e-324, 2 ** 53, 0.1 + 0.2]],
  ["naughty strings", [...naughty]],
  ["lone surrogates", ["\ud800", "a\udfffb", { "\ud800": "\udc00" }]],
  ["hostile keys, in their order", hostileKeys],
  ["what JSON.parse makes of __proto__", JSON.parse('{"__proto__":{"polluted":true},"b":1,"a":2}')],
  ["512 levels", nested(512)],
  ["one object twice", ((shared) => [shared, { shared }])({ a: 1 })],
  ["an object without prototype", Object.assign(Object.create(null), { a: 1 })],
  ["empty ones", [[], {}, "", [[]], { a: {} }]],
];

const hole = [1];
hole[2] = 3;
const cycle: { list: unknown[] } = { list: [] };
cycle.list.push({ back: cycle });
const getter = Object.defineProperty({}, "bad", {
  enumerable: true,
  get: () => {
    throw new Error("of the caller");
  },
});

type Refused = readonly [what: string, value: unknown, kind: ErrorKind, path: string];

/** What a json field refuses, with the kind of the error and the place in it (R:S31 to R:S36). */
const refused: readonly Refused[] = [
  ["NaN", [NaN], "unserialisable", "data.0"],
  ["Infinity", { a: { b: Infinity } }, "unserialisable", "data.a.b"],
  ["a bigint", { a: 1n }, "unserialisable", "data.a"],
  ["undefined in an object", { a: undefined }, "unserialisable", "data.a"],
  ["a hole in an array", { a: hole }, "unserialisable", "data.a.1"],
  ["a Date", { a: new Date(0) }, "unserialisable", "data.a"],
  ["an invalid Date", { a: new Date(NaN) }, "unserialisable", "data.a"],
  ["a Map", { a: new Map([[1, 2]]) }, "unserialisable", "data.a"],
  ["a Set", [new Set([1])], "unserialisable", "data.0"],
  ["bytes", [new Uint8Array(4)], "unserialisable", "data.0"],
  ["a symbol", [Symbol("s")], "unserialisable", "data.0"],
  ["a symbol key", [{ [Symbol("s")]: 1 }], "unserialisable", "data.0"],
  ["a function", { a: () => 1 }, "unserialisable", "data.a"],
  ["a class instance", { a: new Point() }, "unserialisable", "data.a"],
  ["an entity", { a: new Holder({}) }, "unserialisable", "data.a"],
  ["a cycle", cycle, "unserialisable", "data.list.0.back"],
  ["a getter that throws", { a: getter }, "unserialisable", "data.a"],
  ["a Proxy", { a: new Proxy({}, {}) }, "unserialisable", "data.a"],
  ["100,000 levels", nested(100_000), "too_deep", "data.a.0.a.0.a.0.a"],
  [
    "300 MB in all",
    Array.from({ length: 3 }, () => "x".repeat(100_000_000)),
    "too_large",
    "data.1",
  ],
];

/** What a string field refuses (R:S29, R:S34). */
const refusedTexts: readonly (readonly [what: string, value: unknown])[] = [
  ["a lone surrogate", "a\ud800b"],
  ["a number", 7],
  ["null", null],
  ["undefined", undefined],
  ["a boxed string", Object("a")],
  ["an object", { toString: () => "a" }],
];

test.each(backends)(
  "each value that a json, string or date field takes comes back exactly, on $name (R:S29, R:S32, R:S34, R:S35, D19)",
  async (backend) => {
    await using stage = await aStage(backend);
    const holders = [
      ...taken.map(([, data]) => untyped(Holder, { data })),
      ...naughty.map((text) => new Holder({ text })),
      ...[-8.64e15, -1, 0, 8.64e15].map((time) => new Holder({ at: new Date(time) })),
    ];
    await stage.registry.registerAll(holders);
    const registry = await stage.reopened();
    const loaded = await registry.getMany(
      Holder,
      holders.map(({ ecsId }) => ecsId),
    );
    for (const [index, holder] of holders.entries()) {
      const again = loaded[index];
      expect([again?.text, again?.at]).toEqual([holder.text, holder.at]);
      // the order of keys is kept too
      expect(JSON.stringify(again?.data)).toBe(JSON.stringify(holder.data));
      expect(again?.contentHash).toBe(holder.contentHash);
    }
    expect(JSON.stringify(loaded.slice(0, taken.length).map((holder) => holder?.data))).toBe(
      JSON.stringify(taken.map(([, value]) => value)),
    );
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  },
);

test.each(backends)(
  "each value that a field refuses is refused with its path before anything is written, on $name (R:S31, R:S32, R:S33, R:S34, R:S36, G5)",
  async (backend) => {
    await using stage = await aStage(backend);
    const holder = await stage.registry.register(
      new Holder({ text: "kept", data: { kept: true } }),
    );
    const [before, asked] = [await stage.storage.status(), stage.calls.length];
    for (const [what, value, kind, path] of refused) {
      for (const attempt of [
        () => untyped(Holder, { data: value }),
        () => Reflect.set(holder, "data", value),
      ]) {
        expect([what, errorOf(attempt)]).toMatchObject([what, { kind, path }]);
      }
    }
    for (const [what, text] of refusedTexts) {
      expect([what, errorOf(() => Reflect.set(holder, "text", text))]).toMatchObject([
        what,
        { code: "entity_validation", path: "text" },
      ]);
    }
    expect(errorOf(() => Reflect.set(holder, "at", new Date(NaN)))).toMatchObject({ path: "at" });
    await stage.registry.register(holder);
    expect(stage.calls).toHaveLength(asked);
    expect(await stage.storage.status()).toEqual(before);
    expect([holder.text, holder.data]).toEqual(["kept", { kept: true }]);
  },
);

test.each(backends)(
  "minus zero is taken as zero, and equals it, on $name (R:S34)",
  async (backend) => {
    await using stage = await aStage(backend);
    const holder = await stage.registry.register(new Holder({ data: [-0] }));
    holder.data = [0];
    expect(holder.isModified).toBe(false);
    const loaded = await (await stage.reopened()).getOrThrow(Holder, holder.ecsId);
    expect(Object.is(Reflect.get(Object(loaded.data), 0), 0)).toBe(true);
  },
);

function errorOf(attempt: () => unknown): unknown {
  try {
    attempt();
  } catch (error) {
    return error;
  }
  return "it was taken";
}
