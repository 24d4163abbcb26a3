import { describe, expect, test } from "@jest/globals";
import type { JsonObject, JsonValue } from "@minference/protocol";
import { jsonInText } from "@minference/wire";
import { wholeJsonObject } from "./json-in-text.ts";

const prefill = "Here's the valid JSON object response:```json";

describe("JSON in a text (C88, spec 6.3)", () => {
  test.each<[string, string, JsonObject | null]>([
    ["the whole text", ' {"a":1}\n', { a: 1 }],
    ["an array or a scalar is a value", "[1,2]", { value: [1, 2] }],
    ["a scalar too", '"x"', { value: "x" }],
    ["behind a prefill, before a closing fence", `${prefill}\n{"a":1}\n\`\`\``, { a: 1 }],
    ["behind a prefill, without a fence", `${prefill}{"a":1}`, { a: 1 }],
    ["in a fence", 'Sure:\n```json\n{"a":1}\n```\nBye.', { a: 1 }],
    ["in a fence without a name", '```\n{"a":1}\n```', { a: 1 }],
    ["in a fence that does not close", '```JSON\n{"a":1}', { a: 1 }],
    ["in a fence of another language", '```js\n{"a":1}\n```', { a: 1 }],
    ["in prose", 'It is {"a":{"b":[1]}}, as said.', { a: { b: [1] } }],
    ["behind brackets of prose", 'See [1] and {this}: {"a":1}', { value: [1] }],
    ["behind a smile that closes nothing", 'Well :[ so {"a":1}', { a: 1 }],
    ["with brackets and quotes in strings", '-> {"a":"}\\"{"} <-', { a: '}"{' }],
    ["the first of two", '{"a":1} {"a":2}', { a: 1 }],
    ["none in prose", "No JSON, {sorry}.", null],
    ["none in nothing", "", null],
    ["Python's literals are none", "{'a': True}", null],
    ["a number beyond a double is none (T20)", '{"a":1e400}', null],
    ["an integer that would be rounded is none (T20)", '{"a":12345678901234567890}', null],
  ])("%s", (_, text, expected) => {
    expect(jsonInText(text, prefill)).toEqual(expected);
  });

  test.each([
    '{"a":1,"b":{"c":2}',
    'Sure: {"a": {"b": 1}, "c": ',
    '{"a": {"b": 1}, }',
    '[{"a":1},',
    '```json\n{"a":{"b":1},',
  ])("a part of %j, cut off or broken, is not taken for the whole", (text) => {
    expect(jsonInText(text, null)).toBeNull();
  });

  test("100 notes in brackets before it are passed over", () => {
    const notes = Array.from({ length: 100 }, (_, index) => `{note ${index}}`).join(" ");
    expect(jsonInText(`${notes} {"a":1}`, null)).toEqual({ a: 1 });
  });

  test.each<[string, string]>([
    ["a million open brackets", "{".repeat(1_000_000)],
    ["a million smiles", ":[ ".repeat(1_000_000)],
    ["nesting of 100,000", "[".repeat(100_000) + "]".repeat(100_000)],
  ])("%s hold none, and are read in time linear in the text", (_, text) => {
    expect(jsonInText(text, null)).toBeNull();
  });
});

test.each<[string, JsonValue]>([
  [' {"a":1} ', { a: 1 }],
  ["[1]", null],
  ["1", null],
  ['x {"a":1}', null],
  ['{"a":1', null],
])("%j as a whole is the object %j", (text, expected) => {
  expect(wholeJsonObject(text)).toEqual(expected);
});
