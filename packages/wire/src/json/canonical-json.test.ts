import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { canonicalJson } from "./canonical-json.ts";
import { storableJson } from "./exact-json.ts";

test("the order of keys does not change the canonical text, the order of items does", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: true })).toBe(
    canonicalJson({ a: true, b: [1, { c: "x", d: null }] }),
  );
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
});

test("two strings that differ in a lone surrogate have different canonical texts (S29)", () => {
  expect(canonicalJson("\ud800")).not.toBe(canonicalJson("\ud801"));
  expect(canonicalJson("\ud800").isWellFormed()).toBe(true);
});

test("canonical text is JSON of an equal value", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value = storableJson(text) ?? null;
      expect(storableJson(canonicalJson(value))).toEqual(value);
    }),
  );
});
