import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import SlowTestReporter from "./slow-test-reporter.mjs";

/** @type {string} */
let root;
/** @type {string[]} */
let printed;

beforeEach(() => {
  printed = [];
  root = mkdtempSync(path.join(tmpdir(), "minference-reporter-"));
  mkdirSync(path.join(root, "tooling"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** @param {Record<string, string>} reasons */
function reportOf(reasons) {
  writeFileSync(path.join(root, "tooling/slow-tests.json"), JSON.stringify(reasons));
  const reporter = new SlowTestReporter({ rootDir: root }, { print: (line) => printed.push(line) });
  const ran = (/** @type {string} */ file, /** @type {number} */ runtime) => ({
    testFilePath: path.join(root, file),
    perfStats: { runtime },
  });
  reporter.onRunComplete([], {
    testResults: [ran("tests/quick.test.ts", 12), ran("tests/kill.test.ts", 25_000)],
  });
  return reporter;
}

test("a slow test file without a reason fails the run and is named", () => {
  expect(reportOf({}).getLastError()?.message).toMatch(/^tests\/kill\.test\.ts took 25\.0 s/);
  expect(printed).toHaveLength(1);
});

test("a slow test file with a reason does not", () => {
  expect(reportOf({ "tests/kill.test.ts": "eight kills" }).getLastError()).toBeUndefined();
});

test("the duration of every file is left behind, slowest first", () => {
  reportOf({});
  const written = readFileSync(path.join(root, "reports/local/test-files.json"), "utf8");
  expect(JSON.parse(written)).toEqual([
    { file: "tests/kill.test.ts", durationMs: 25_000 },
    { file: "tests/quick.test.ts", durationMs: 12 },
  ]);
});
