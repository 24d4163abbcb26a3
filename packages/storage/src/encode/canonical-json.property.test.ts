import { expect, test } from "@jest/globals";
import { isJsonObject, type JsonValue } from "@minference/protocol";
import fc from "fast-check";
import { canonicalJson } from "./canonical-json.ts";
import { frozenJson } from "./frozen-json.ts";

/** One UTF-16 unit of any kind: half of them are lone surrogates, and few are different. */
const anyUnit = fc.constantFrom("a", "1", ":", "#", "é", "\0", "\ud800", "\ud801", "\udc00", '"');
const anyJson: fc.Arbitrary<JsonValue> = fc
  .jsonValue({ maxDepth: 3, stringUnit: anyUnit })
  .map((value) => frozenJson(value, "value"));

test("equal values have one text, whatever the order of their keys (spec 1.2)", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
    }),
  );
});

test("two values have one text only when they are equal (spec 1.2)", () => {
  fc.assert(
    fc.property(anyJson, anyJson, (left, right) => {
      const same = canonicalJson(left) === canonicalJson(right);
      expect(same).toBe(sortedText(left) === sortedText(right));
    }),
  );
});

test("a text is well-formed, so that its UTF-8 loses nothing (S29)", () => {
  fc.assert(
    fc.property(anyJson, (value) => {
      expect(canonicalJson(value).isWellFormed()).toBe(true);
    }),
  );
});

/** The value with the keys of each object the other way round. */
function reversed(value: JsonValue): JsonValue {
  if (isJsonObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => [key, reversed(item)] as const);
    return Object.fromEntries(entries.reverse());
  }
  return Array.isArray(value) ? value.map(reversed) : value;
}

/** An independent text of a value: JSON with sorted keys. */
function sortedText(value: JsonValue): string {
  if (isJsonObject(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedText(value[key] ?? null)}`).join()}}`;
  }
  return Array.isArray(value) ? `[${value.map(sortedText).join()}]` : JSON.stringify(value);
}
