import assert from "node:assert/strict";
import { isDate } from "./is-date.ts";

/**
 * Passes when both values have the same own data: keys in any order, dates by instant.
 * Prototypes are not compared, because runners with realms of their own give each realm its own.
 *
 * @throws {AssertionError} with both values as text.
 */
export function assertSame(actual: unknown, expected: unknown, what?: string): void {
  assert.equal(textOf(actual, "\n"), textOf(expected, "\n"), what);
}

function textOf(value: unknown, line: string): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null)
    return Object.is(value, -0) ? "-0" : String(value);
  if (isDate(value)) return `Date ${value.getTime()}`;
  const inner = `${line} `;
  const parts = Array.isArray(value)
    ? value.map((item) => inner + textOf(item, inner))
    : keysOf(value).map(
        (key) => `${inner}${JSON.stringify(key)}: ${textOf(own(value, key), inner)}`,
      );
  return Array.isArray(value) ? `[${parts.join("")}]` : `{${parts.join("")}}`;
}

function keysOf(value: object): string[] {
  return Object.keys(value).sort();
}

/** Never through the prototype: `__proto__` is a key like any other. */
function own(value: object, key: string): unknown {
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
