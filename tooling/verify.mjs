/**
 * `npm run verify`: every check that is no test. All steps run, whatever an earlier one found; the summary
 * at the end says for each one that failed what to do. `node tooling/verify.mjs lint types` runs only these;
 * `examples` needs the packages built, as `npm run verify` does.
 */
import path from "node:path";
import process from "node:process";
import { arrowsCheck } from "./checks/arrows-check.mjs";
import { cyclesCheck } from "./checks/cycles-check.mjs";
import { docstringsCheck } from "./checks/docstrings-check.mjs";
import { examplesCheck } from "./checks/examples-check.mjs";
import { formatCheck } from "./checks/format-check.mjs";
import { lintCheck } from "./checks/lint-check.mjs";
import { rulesCheck } from "./checks/rules-check.mjs";
import { typesCheck } from "./checks/types-check.mjs";

/**
 * @typedef {object} Check
 * @property {string} name
 * @property {string} remedy what to do when it fails
 * @property {(root: string) => boolean | Promise<boolean>} run prints what it finds; true when all is well
 */

/** @type {readonly Check[]} */
const checks = [
  typesCheck,
  arrowsCheck,
  cyclesCheck,
  docstringsCheck,
  rulesCheck,
  formatCheck,
  lintCheck,
  examplesCheck,
];

process.exitCode = (await verify(process.argv.slice(2))) ? 0 : 1;

/** @param {readonly string[]} names of the steps to run; all when empty */
async function verify(names) {
  const unknown = names.filter((name) => !checks.some((check) => check.name === name));
  if (unknown.length > 0) {
    console.log(
      `No step ${unknown.join(", ")}. Steps: ${checks.map(({ name }) => name).join(", ")}.`,
    );
    return false;
  }
  const chosen = checks.filter(({ name }) => names.length === 0 || names.includes(name));
  const results = [];
  for (const check of chosen) results.push(await runCheck(check));
  console.log(`\nverify\n${results.map(summaryLine).join("\n")}`);
  return results.every(({ ok }) => ok);
}

/** @param {Check} check */
async function runCheck(check) {
  console.log(`\n── ${check.name}`);
  const start = performance.now();
  const ok = await holds(check);
  return { check, ok, seconds: (performance.now() - start) / 1000 };
}

/** @param {Check} check */
async function holds(check) {
  try {
    return await check.run(path.resolve(import.meta.dirname, ".."));
  } catch (error) {
    console.log(error); // a step that broke has failed, and the others still run
    return false;
  }
}

/** @param {{ check: Check, ok: boolean, seconds: number }} result */
function summaryLine({ check, ok, seconds }) {
  const verdict = `${check.name.padEnd(12)}${ok ? "ok    " : "FAILED"}${seconds.toFixed(1).padStart(7)} s`;
  return ok ? `  ${verdict}` : `  ${verdict}  ${check.remedy}`;
}
