import { expect, test } from "@jest/globals";
import { readFile, readdir } from "node:fs/promises";

const sources = new URL("../src/", import.meta.url);

test("the whole backend has fewer than 500 lines, to be read in one sitting", async () => {
  const names = await readdir(sources, { recursive: true });
  const files = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  expect(files.length).toBeGreaterThan(0);
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, sources), "utf8")));
  const lines = texts.reduce((sum, text) => sum + text.split("\n").length - 1, 0);
  expect(lines).toBeLessThan(500);
});
