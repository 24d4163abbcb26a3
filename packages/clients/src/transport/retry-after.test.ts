import { expect, test } from "@jest/globals";
import { maxRetryAfterMs, parseRetryAfter } from "./retry-after.ts";

const now = Date.UTC(2026, 10, 24, 12, 0, 0);

function parsed(retryAfter: string | null, retryAfterMs: string | null = null): number | null {
  return parseRetryAfter({ retryAfter, retryAfterMs }, now);
}

test.each([
  ["2", 2000],
  [" 2 ", 2000],
  ["0", 0],
  ["0.5", 500],
  ["0.0001", 1],
  ["Tue, 24 Nov 2026 12:00:03 GMT", 3000],
  ["Tue, 24 Nov 2026 11:59:00 GMT", 0],
  ["Tuesday, 24-Nov-26 12:00:05 GMT", 5000],
  ["99999999", maxRetryAfterMs],
  ["Fri, 31 Dec 9999 23:59:59 GMT", maxRetryAfterMs],
])("retry-after %j is %i ms (C1)", (header, ms) => {
  expect(parsed(header)).toBe(ms);
});

test.each([null, "", "soon", "-5", "1e9", "NaN", "Infinity", "2 minutes", "24 Nov 2026", "Monday"])(
  "retry-after %j is not understood (C2)",
  (header) => {
    expect(parsed(header)).toBeNull();
  },
);

test("retry-after-ms rules over retry-after, and garbage in it does not", () => {
  expect(parsed("10", "250")).toBe(250);
  expect(parsed("10", "-250")).toBe(10_000);
  expect(parsed(null, "250.5")).toBe(251);
  expect(parsed(null, "99999999999")).toBe(maxRetryAfterMs);
});
