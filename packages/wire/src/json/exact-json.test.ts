import { describe, expect, test } from "@jest/globals";
import { exactJson, maxReadDepth, storableJson } from "./exact-json.ts";

describe("storable JSON", () => {
  test("a JSON text gives its value, keys named like members of Object included (S35)", () => {
    const value = storableJson('{"__proto__":{"a":1},"constructor":2}');
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1},"constructor":2}');
    expect(Object.hasOwn({}, "a")).toBe(false);
  });

  test.each(["", "nothing", '{"a":1}{"b":2}', '{"a":', "<html></html>"])(
    "%j is no JSON (R:C16)",
    (text) => {
      expect(storableJson(text)).toBeUndefined();
    },
  );

  test("a number beyond a double's range is refused (T20)", () => {
    expect(storableJson('{"a":[1e400]}')).toBeUndefined();
    expect(storableJson('{"a":[1e300]}')).toEqual({ a: [1e300] });
  });

  test("100,000 levels are refused without a RangeError (S32)", () => {
    expect(storableJson("[".repeat(100_000) + "]".repeat(100_000))).toBeUndefined();
    expect(storableJson("[".repeat(maxReadDepth) + "]".repeat(maxReadDepth))).toBeDefined();
  });
});

describe("exact JSON", () => {
  test.each([
    ['{"id":9007199254740993}', undefined],
    ['{"id":-12345678901234567890}', undefined],
    ['{"id":9007199254740992}', { id: 9007199254740992 }],
    ['{"id":"9007199254740993"}', { id: "9007199254740993" }],
    ['{"id":"a\\"9007199254740993"}', { id: 'a"9007199254740993' }],
    ['{"x":0.12345678901234567}', { x: 0.12345678901234566 }],
  ])("%s is exact or refused (T20)", (text, expected) => {
    expect(exactJson(text)).toEqual(expected);
  });
});
