import { describe, expect, test } from "@jest/globals";
import { isMinferenceError } from "@minference/protocol";
import fc from "fast-check";
import { copyJson, freezeJson } from "./json-copy.ts";

const copy = (value: unknown, maxBytes = 1_000_000): unknown =>
  copyJson(value, { name: "value", maxBytes }).value;

test("a copy is equal and shares nothing (U3, T8)", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const before = JSON.stringify(value);
      const copied = copy(value);
      expect(JSON.stringify(copied)).toBe(before);
      if (typeof copied === "object" && copied !== null) Reflect.set(copied, "changed", 1);
      expect(JSON.stringify(value)).toBe(before);
    }),
  );
});

test("undefined is null, left out as a field, and null in a list (T7)", () => {
  expect(copy(undefined)).toBe(null);
  expect(JSON.stringify(copy({ a: undefined, b: [undefined, 1] }))).toBe('{"b":[null,1]}');
});

test("a key __proto__ is a field like any other", () => {
  const copied = copy(JSON.parse('{"__proto__":{"admin":true}}'));
  expect(JSON.stringify(copied)).toBe('{"__proto__":{"admin":true}}');
  expect(Object.hasOwn({}, "admin")).toBe(false);
});

describe("refused with its path:", () => {
  const cyclic: unknown[] = [];
  cyclic.push({ self: cyclic });
  const throwing = Object.defineProperty({}, "a", {
    enumerable: true,
    get() {
      throw new Error("secret");
    },
  });
  const deep = Array.from({ length: 5000 }).reduce<unknown>((inner) => [inner], 1);
  test.each<[string, unknown, string, string]>([
    ["a cycle", { a: cyclic }, "unserialisable", "value.a.0.self"],
    ["a bigint", { a: [1n] }, "unserialisable", "value.a.0"],
    ["NaN", { a: Number.NaN }, "unserialisable", "value.a"],
    ["a function", { a: () => 1 }, "unserialisable", "value.a"],
    ["a symbol", Symbol("s"), "unserialisable", "value"],
    ["a Date", { at: new Date() }, "unserialisable", "value.at"],
    ["a Map", new Map(), "unserialisable", "value"],
    ["a getter that throws", throwing, "unserialisable", "value"],
    ["5,000 levels", deep, "too_deep", "value.0.0.0.0.0.0.0"],
    ["a long text", { a: "é".repeat(600_000) }, "too_large", "value.a"],
    [
      "a list of 2^30 holes",
      { a: Array.from({ length: 1 }).concat(new Array(2 ** 30)) },
      "too_large",
      "value.a",
    ],
  ])("%s", (_what, ...[value, kind, path]) => {
    const error = thrownBy(() => copy(value));
    expect(isMinferenceError(error) && error.kind).toBe(kind);
    expect(error).toMatchObject({ path: expect.stringContaining(path) });
    expect(String(error)).not.toContain("secret");
  });
});

test("a frozen value is frozen at every depth", () => {
  const value = freezeJson({ a: [{ b: 1 }] });
  expect(() => Reflect.set(value.a[0] ?? {}, "b", 2)).not.toThrow();
  expect(value).toEqual({ a: [{ b: 1 }] });
});

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
