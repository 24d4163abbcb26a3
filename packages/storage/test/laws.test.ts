import { expect, test } from "@jest/globals";
import { readFile } from "node:fs/promises";
import { storageCases } from "../src/conformance/storage-cases.ts";

const page = await readFile(new URL("../CONTRACT.md", import.meta.url), "utf8");
const laws = Array.from(page.matchAll(/^- \*\*(L\d+)\*\* /gm), ([, law]) => law);
const cases = storageCases(() => Promise.reject(new Error("these cases are only listed")));

test("the laws of CONTRACT.md are numbered without a gap", () => {
  expect(laws).toEqual(laws.map((_, index) => `L${index + 1}`));
  expect(laws.length).toBeGreaterThan(0);
});

test("every law has a case and every case a law", () => {
  expect(new Set(cases.map(({ law }) => law))).toEqual(new Set(laws));
});

test("every case has a name of its own that ends with its law", () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  for (const { law, name } of cases) expect(name).toMatch(new RegExp(`^\\S.* \\(${law}\\)$`));
});

test("CONTRACT.md has at most 120 lines", () => {
  expect(page.trimEnd().split("\n").length).toBeLessThanOrEqual(120);
});
