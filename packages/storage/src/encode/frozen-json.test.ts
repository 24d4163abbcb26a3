import { describe, expect, test } from "@jest/globals";
import { isKind } from "@minference/protocol";
import { runInNewContext } from "node:vm";
import { frozenJson, maxJsonCharacters, maxJsonDepth } from "./frozen-json.ts";

class Point {
  readonly x = 1;
}
class Rows extends Array<number> {}

function thrownBy(value: unknown): unknown {
  try {
    frozenJson(value, "field");
  } catch (error) {
    return error;
  }
  throw new Error("the value was taken");
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

function cyclic(): object {
  const value = { list: [{}] };
  value.list.push({ back: value });
  return value;
}

function throwing(trap: keyof ProxyHandler<object>): object {
  return new Proxy({ a: 1 }, { [trap]: () => thrown() });
}

function thrown(): never {
  throw new Error("of the caller");
}

describe("is refused as unserialisable (S33, S34, S36):", () => {
  const hole = [1];
  hole[2] = 3;
  const refused: readonly (readonly [what: string, value: unknown, path: string])[] = [
    ["NaN", NaN, "field"],
    ["Infinity", [Infinity], "field.0"],
    ["minus Infinity", { a: -Infinity }, "field.a"],
    ["a bigint", { a: [1n] }, "field.a.0"],
    ["undefined", undefined, "field"],
    ["an undefined value", { a: undefined }, "field.a"],
    ["a symbol", { a: Symbol("s") }, "field.a"],
    ["a symbol key", { a: { [Symbol("s")]: 1 } }, "field.a"],
    ["a function", { a: () => 1 }, "field.a"],
    ["a hole in an array", { a: hole }, "field.a.1"],
    ["a named property of an array", { a: Object.assign([1], { name: 1 }) }, "field.a"],
    ["a symbol of an array", Object.assign([1], { [Symbol("s")]: 1 }), "field"],
    ["an array of a class", [new Rows()], "field.0"],
    ["a Date", { at: new Date(0) }, "field.at"],
    ["an invalid Date", { at: new Date(NaN) }, "field.at"],
    ["a Map", { a: new Map() }, "field.a"],
    ["a Set", { a: new Set() }, "field.a"],
    ["bytes", { a: new Uint8Array(2) }, "field.a"],
    ["a regular expression", { a: /a/ }, "field.a"],
    ["an error", { a: new Error("e") }, "field.a"],
    ["a promise", { a: Promise.resolve(1) }, "field.a"],
    ["a boxed string", { a: Object("text") }, "field.a"],
    ["a class instance", { a: new Point() }, "field.a"],
    ["an object that inherits data", { a: Object.create({ b: 1 }) }, "field.a"],
    ["a method toJSON", { a: { toJSON: () => 1 } }, "field.a.toJSON"],
    ["a cycle", cyclic(), "field.list.1.back"],
    ["a Proxy", { a: new Proxy({}, {}) }, "field.a"],
    ["a Proxy of an array", { a: new Proxy([1], {}) }, "field.a"],
  ];
  test.each(refused)("%s", (_what, value, path) => {
    const error = thrownBy(value);
    expect(isKind(error, "unserialisable")).toBe(true);
    expect(error).toMatchObject({ code: "unserialisable", path });
  });
});

describe("keeps the error of the caller's code as cause (S36):", () => {
  const getter = { get bad() { return thrown(); } }; // prettier-ignore
  test.each<[string, unknown]>([
    ["a getter", { a: getter }],
    ["a getter of an array", Object.defineProperty([1], 0, { get: thrown, enumerable: true })],
    ["a Proxy that throws on get", throwing("get")],
    ["a Proxy that throws on ownKeys", throwing("ownKeys")],
    ["a Proxy that throws on getPrototypeOf", throwing("getPrototypeOf")],
    ["a Proxy that throws on getOwnPropertyDescriptor", throwing("getOwnPropertyDescriptor")],
  ])("%s", (_what, value) => {
    const error = thrownBy(value);
    expect(isKind(error, "unserialisable")).toBe(true);
    expect(error).toMatchObject({ cause: { message: "of the caller" } });
  });

  test("a Proxy that was revoked", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(thrownBy([proxy])).toMatchObject({ kind: "unserialisable", path: "field.0" });
  });
});

describe("limits:", () => {
  test(`${maxJsonDepth} levels are taken, one more is too deep (S32)`, () => {
    expect(frozenJson(nested(maxJsonDepth), "field")).toEqual(nested(maxJsonDepth));
    expect(isKind(thrownBy(nested(maxJsonDepth + 1)), "too_deep")).toBe(true);
  });

  test("100,000 levels are too deep and no RangeError escapes (S32)", () => {
    expect(isKind(thrownBy(nested(100_000)), "too_deep")).toBe(true);
  });

  test("text beyond the limit is too large, also when many strings make it up (S31)", () => {
    const half = "x".repeat(maxJsonCharacters / 2);
    expect(isKind(thrownBy([half, half, "x"]), "too_large")).toBe(true);
    expect(isKind(thrownBy({ [half]: half, x: 1 }), "too_large")).toBe(true);
    expect(frozenJson([half, half], "field")).toEqual([half, half]);
  });
});

describe("is taken exactly:", () => {
  test("keys such as __proto__, as own data that changes no prototype (S35)", () => {
    const keys = ["__proto__", "constructor", "toString", "", "k".repeat(10_000), "10", "2"];
    const value = Object.fromEntries(keys.map((key) => [key, { key }]));
    const copy = frozenJson(value, "field");
    expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
    expect(Object.hasOwn(Object(copy), "__proto__")).toBe(true);
  });

  test("what JSON.parse makes of a hostile text (S35)", () => {
    const text = '{"__proto__":{"polluted":true},"a":[{"__proto__":null}]}';
    expect(JSON.stringify(frozenJson(JSON.parse(text), "field"))).toBe(text);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  test("lone surrogates and NUL (S29)", () => {
    const value = ["\ud800", "\udfff\ud800", "a\0b", { "\ud800": "\udc00" }];
    expect(frozenJson(value, "field")).toEqual(value);
  });

  test("minus zero as zero (S34)", () => {
    expect(frozenJson([-0, { a: -0 }], "field")).toStrictEqual([0, { a: 0 }]);
    expect(Object.is(frozenJson(-0, "field"), 0)).toBe(true);
  });

  test("keys in their order, without those that are hidden or inherited", () => {
    const value = Object.defineProperty({ b: 1, a: 2 }, "hidden", { value: 3, enumerable: false });
    expect(JSON.stringify(frozenJson(value, "field"))).toBe('{"b":1,"a":2}');
  });

  test("what a getter gives, once", () => {
    let calls = 0;
    const value = { get a() { return (calls += 1); } }; // prettier-ignore
    expect(frozenJson(value, "field")).toEqual({ a: 1 });
    expect(calls).toBe(1);
  });

  test("objects without a prototype and of another realm", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    const foreign: unknown = runInNewContext("({ a: [{ b: 1 }] })");
    expect(frozenJson([bare, foreign], "field")).toEqual([{ a: 1 }, { a: [{ b: 1 }] }]);
  });

  test("one object in two places, which is no cycle", () => {
    const shared = { a: 1 };
    expect(frozenJson([shared, { shared }], "field")).toEqual([{ a: 1 }, { shared: { a: 1 } }]);
  });
});

test("the copy is frozen through and through and the caller's object is not (G4, S37)", () => {
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
