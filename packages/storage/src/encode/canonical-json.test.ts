import { expect, test } from "@jest/globals";
import { canonicalJson } from "./canonical-json.ts";

test.each([
  [null, "n"],
  [true, "t"],
  [false, "f"],
  [-0.5, "#-0.5;"],
  [1e21, "#1e+21;"],
  ["", "0:"],
  ["é", "1:é"],
  ["😀", "2:😀"],
  ["\ud800", '!8:"\\ud800"'],
  [[], "[0:"],
  [{}, "{0:"],
  [[1, "a"], "[2:#1;1:a"],
  [{ b: 1, a: [] }, "{2:1:a[0:1:b#1;"],
])("%j has one canonical text", (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

test("text cannot pretend to be structure", () => {
  expect(canonicalJson(["1:a"])).not.toBe(canonicalJson(["1", "a"]));
  expect(canonicalJson("n")).not.toBe(canonicalJson(null));
  expect(canonicalJson('!8:"\\ud800"')).not.toBe(canonicalJson("\ud800"));
});

test("an own key __proto__ is part of the text", () => {
  const value = Object.fromEntries([["__proto__", 1]]);
  expect(canonicalJson(value)).toBe("{1:9:__proto__#1;");
});
