import { expect, test } from "@jest/globals";
import { runInNewContext } from "node:vm";
import { frozenJson } from "./frozen-json.ts";

// which values are kept and which are refused: test/value-rules.test.ts

test("a copy has the keys in their order, without those that are hidden or inherited (R:S35)", () => {
  const value = Object.defineProperty({ b: 1, a: 2 }, "hidden", { value: 3, enumerable: false });
  expect(JSON.stringify(frozenJson(value, "field"))).toBe('{"b":1,"a":2}');
});

test("a key __proto__ is own data of the copy, whose prototype is that of any object (R:S35)", () => {
  const copy = frozenJson(Object.fromEntries([["__proto__", { a: 1 }]]), "field");
  expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
  expect(Object.hasOwn(Object(copy), "__proto__")).toBe(true);
});

test("a getter is read once, and its value is copied (R:S36)", () => {
  let calls = 0;
  const value = { get a() { return (calls += 1); } }; // prettier-ignore
  expect(frozenJson(value, "field")).toEqual({ a: 1 });
  expect(calls).toBe(1);
});

test("objects without a prototype and of another realm are plain (G5)", () => {
  const bare = Object.assign(Object.create(null), { a: 1 });
  const foreign: unknown = runInNewContext("({ a: [{ b: 1 }] })");
  expect(frozenJson([bare, foreign], "field")).toEqual([{ a: 1 }, { a: [{ b: 1 }] }]);
});

test("one object in two places is no cycle (R:S33)", () => {
  const shared = { a: 1 };
  expect(frozenJson([shared, { shared }], "field")).toEqual([{ a: 1 }, { shared: { a: 1 } }]);
});

test("the copy is frozen through and through and the caller's object is not (G4, R:S37)", () => {
  const value = { list: [{ a: 1 }] };
  const copy = frozenJson(value, "field");
  value.list.push({ a: 2 });
  expect(copy).toEqual({ list: [{ a: 1 }] });
  expect(Object.isFrozen(value)).toBe(false);
  for (const part of [
    copy,
    Reflect.get(Object(copy), "list"),
    Reflect.get(Object(copy), "list")[0],
  ]) {
    expect(Object.isFrozen(part)).toBe(true);
  }
});
