import { expect, test } from "@jest/globals";
import { SchemaCompiler } from "./schema-compiler.ts";
import { maxFormatLength, safeFormats } from "./safe-formats.ts";

const compiler = new SchemaCompiler();

function has(format: string, value: string): boolean {
  const schema = compiler.compile({ format }, "schema", "result");
  return schema.check({ value, nodes: 1 }).length === 0;
}

test.each([
  ["email", "a.b@example.com", "a b@example.com"],
  ["date", "2026-02-28", "2026-02-30"],
  ["date-time", "2026-11-24T19:00:00Z", "2026-11-24"],
  ["uuid", "0198c0de-0000-7000-8000-000000000001", "0198"],
  ["uri", "https://example.com/a?b#c", "no uri"],
  ["hostname", "example.com", "-a-"],
  ["ipv4", "127.0.0.1", "127.0.0.256"],
  ["duration", "P1DT2H", "P"],
  ["byte", "aGVsbG8=", "aGVsbG8"],
  ["regex", "^a+$", "("],
])("%s takes %s and refuses %s", (format, valid, invalid) => {
  expect([has(format, valid), has(format, invalid)]).toEqual([true, false]);
});

test("a name that is no format is ignored, one of Object's members too", () => {
  expect(has("colour", "any")).toBe(true);
  expect(has("constructor", "any")).toBe(true);
});

test("base64 has any length; another format none above 4,096 characters", () => {
  expect(has("byte", "AAAA".repeat(100_000))).toBe(true);
  expect(has("uri", `https://e.com/${"a".repeat(maxFormatLength)}`)).toBe(false);
});

test("no format takes more than the square of 4,096 steps, whatever the text", () => {
  const runs = ["a", "a.", "a-", "1", "a@", "%20", "/a", "::", "é-", "{a}", "A", "P1", "//a:"];
  const texts = runs.flatMap((run) =>
    ["", "http://", "a@", "#", "P"].map(
      (start) => `${start}${run.repeat(2000)}`.slice(0, 4095) + "\u0001",
    ),
  );
  for (const format of safeFormats.keys())
    for (const text of texts) expect(typeof has(format, text)).toBe("boolean");
});
