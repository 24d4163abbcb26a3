/**
 * `npm run trace [-- --json]`: each rule of spec.md and reliability.md that a test names, with these tests, and
 * which rules in force have none. With `--json` the last line is one JSON document with the figures.
 */
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { rulesInForce, traceRules } from "./trace/trace-rules.mjs";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const root = path.resolve(import.meta.dirname, "..");
const traced = traceRules(root);
const inForce = rulesInForce(root);
const missing = inForce.filter((rule) => !traced.has(rule));

for (const [rule, tests] of traced) {
  console.log(rule);
  for (const { file, name } of tests) console.log(`  ${file}: ${name}`);
}
const verdict = missing.length === 0 ? "each has a test" : `no test: ${missing.join(", ")}`;
console.log(`\n${inForce.length} rules in force; ${verdict}.`);
if (values.json) {
  console.log(JSON.stringify({ command: "trace", node: process.version, figures: figures() }));
}
process.exitCode = missing.length === 0 ? 0 : 1;

function figures() {
  const withTest = inForce.length - missing.length;
  const tests = new Set([...traced.values()].flat().map(({ file, name }) => `${file}: ${name}`));
  return [
    figure("rulesInForce", inForce.length),
    {
      ...figure("rulesWithTest", withTest),
      goal: `= ${inForce.length}`,
      holds: missing.length === 0,
      detail: missing.join(", "),
    },
    figure("testsCitingRules", tests.size),
  ];
}

/**
 * A figure that is shown only.
 *
 * @param {string} name
 * @param {number} value
 */
function figure(name, value) {
  return {
    name,
    value,
    unit: "",
    goal: "",
    holds: /** @type {boolean | null} */ (null),
    detail: "",
  };
}
