import { expect, test } from "@jest/globals";
import { importCycles } from "./import-cycles.mjs";

/** @param {Record<string, string>} files text by name */
const cyclesIn = (files) =>
  importCycles(new Map(Object.entries(files).map(([name, text]) => [`/src/${name}`, text]))).map(
    (cycle) => cycle.map((file) => file.replace("/src/", "")),
  );

test("files that import each other in a circle are found, once and in order (D23)", () => {
  const files = {
    "a.ts": 'import { b } from "./b.ts";',
    "b.ts": 'import { c } from "./deep/c.ts"; import "node:fs";',
    "deep/c.ts": 'export { a } from "../a.ts";',
    "d.ts": 'import { a } from "./a.ts";',
  };
  expect(cyclesIn(files)).toEqual([["a.ts", "b.ts", "deep/c.ts"]]);
});

test("a file that imports itself is a circle", () => {
  expect(cyclesIn({ "a.ts": 'import { a } from "./a.ts";' })).toEqual([["a.ts"]]);
});

test("two ways to one file are no circle, and types alone make none (D23)", () => {
  const files = {
    "a.ts": 'import { b } from "./b.ts"; import { c } from "./c.ts";',
    "b.ts": 'import { c } from "./c.ts"; import type { A } from "./a.ts";',
    "c.ts": 'export type { B } from "./b.ts"; import "pkg";',
  };
  expect(cyclesIn(files)).toEqual([]);
});
