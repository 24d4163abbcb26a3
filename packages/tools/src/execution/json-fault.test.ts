import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { jsonFault } from "./json-fault.ts";

test.each([
  ['{"a":1', 6],
  ['{"a" 1}', 5],
  ["{'a':1}", 1],
  ["[1,]", 3],
  ['{"a":1,}', 7],
  ["tru", 0],
  ["[01]", 2],
  ["[1}", 2],
  ["", 0],
  ['"a\nb"', 0],
  ["{} x", 3],
  ["[1 2]", 3],
])("%j stops being JSON at character %i (T2)", (text, place) => {
  expect(jsonFault(text)).toBe(place);
});

test("a text has a fault exactly when the parser of the language refuses it", () => {
  const piece = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    '"a"',
    '"',
    "1",
    "-",
    ".5",
    "e9",
    "true",
    "null",
    " ",
    "\n",
    "\\u00e9",
    "0",
  );
  const broken = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(fc.oneof(broken, fc.json()), (text) => {
      expect([text, jsonFault(text) === null]).toEqual([text, isJson(text)]);
    }),
    { numRuns: 2000 },
  );
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
