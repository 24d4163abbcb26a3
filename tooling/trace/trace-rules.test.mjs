import { afterEach, expect, test } from "@jest/globals";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { rulesCheck } from "../checks/rules-check.mjs";
import { rulesInForce, traceRules } from "./trace-rules.mjs";

/** @type {string[]} */
const roots = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

/**
 * @param {Record<string, string>} files text by path
 * @returns {string} a folder that holds them and one package
 */
function aRoot(files) {
  const root = mkdtempSync(path.join(os.tmpdir(), "minference-trace-"));
  roots.push(root);
  const all = { "apps/a/package.json": "{}", "packages/a/package.json": "{}", ...files };
  for (const folder of ["bench", "tests", "tooling"]) mkdirSync(path.join(root, folder));
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

test("a rule has the tests that name it, from tests, type tests and cases, and from nothing else", () => {
  const root = aRoot({
    "packages/a/test/a.test.ts": 'test("one (V2, V1)", () => {}); test("two (V2)", () => {});',
    "packages/a/src/conformance/groups/b.ts": 'const cases = [{ law: "L7", name: "three" }];',
    "packages/a/src/c.test-d.ts": "// @ts-expect-error four (D28)",
    "packages/a/src/d.ts": 'test("no test file (V9)");',
    "packages/a/dist/e.test.ts": 'test("built (V9)");',
  });
  expect([...traceRules(root)]).toEqual([
    ["V1", [{ file: "packages/a/test/a.test.ts", name: "one (V2, V1)" }]],
    [
      "V2",
      [
        { file: "packages/a/test/a.test.ts", name: "one (V2, V1)" },
        { file: "packages/a/test/a.test.ts", name: "two (V2)" },
      ],
    ],
    ["D28", [{ file: "packages/a/src/c.test-d.ts", name: "four (D28)" }]],
    ["L7", [{ file: "packages/a/src/conformance/groups/b.ts", name: "three (L7)" }]],
  ]);
});

test("the check fails while a rule in force has no test", () => {
  const files = {
    "tooling/rules-in-force.json": '["V1-V2", "G3"]',
    "packages/a/test/a.test.ts": 'test("one (V2, V1)", () => {});',
  };
  const lacking = aRoot(files);
  expect(rulesInForce(lacking)).toEqual(["G3", "V1", "V2"]);
  expect(rulesCheck.run(lacking)).toBe(false);
  const whole = aRoot({ ...files, "packages/a/test/b.test.ts": 'test("two (G3)", () => {});' });
  expect(rulesCheck.run(whole)).toBe(true);
});
