/**
 * `npm run trace [-- --json]`: each rule of spec.md and reliability.md that a test names, with these tests, and
 * which rules in force have none. With `--json` the last line is one JSON document with the figures.
 */
import { exactly, figureDocument, shown } from "@minference/bench/report";
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
if (values.json) console.log(figureDocument("trace", figures()));
process.exitCode = missing.length === 0 ? 0 : 1;

function figures() {
  const withTest = inForce.length - missing.length;
  const tests = new Set([...traced.values()].flat().map(({ file, name }) => `${file}: ${name}`));
  const detail = missing.join(", ");
  return [
    shown({ name: "rulesInForce", value: inForce.length, detail: "" }),
    exactly(inForce.length, { name: "rulesWithTest", value: withTest, detail }),
    shown({ name: "testsCitingRules", value: tests.size, detail: "" }),
  ];
}
