/**
 * Last word of `.ci/run`: reads jest's report and the exit codes of the two commands, prints what is
 * wrong and, as the last line, `N passed, N failed`; exits 1 when anything failed.
 */
import { readFileSync } from "node:fs";
import process from "node:process";
import { parseArgs } from "node:util";
import { gateVerdict } from "./gate-verdict.mjs";

const text = { type: /** @type {const} */ ("string"), default: "" };
const { values } = parseArgs({ options: { report: text, tests: text, verify: text } });

const verdict = gateVerdict({
  report: readReport(values.report),
  testsExitCode: Number(values.tests),
  verifyExitCode: Number(values.verify),
});
for (const problem of verdict.problems) console.log(problem);
console.log(`${verdict.passed} passed, ${verdict.failed} failed`);
process.exitCode = verdict.ok ? 0 : 1;

/**
 * @param {string} file
 * @returns {import("./gate-verdict.mjs").JestReport | null} null when there is none that can be read
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
