import {
  exitCodeOf,
  exactly,
  figureDocument,
  figureTable,
  shown,
  type Figure,
} from "@minference/bench/report";
import process from "node:process";
import { parseArgs } from "node:util";
import { backends } from "../backends.ts";
import { brokenBackends } from "../broken-backends/broken-backends.ts";
import { brokenSetup } from "../broken-backends/broken-setup.ts";
import { jsonLinesBackend } from "./json-lines-backend.ts";
import { runCases, setupOf } from "./run-cases.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const figures = [...(await backendFigures()), await brokenFigure()];
console.log(`\n${figureTable(figures)}`);
if (values.json) console.log(figureDocument("conformance", figures));
process.exitCode = exitCodeOf(figures);

/** Runs the suite on every backend, and on the one that was written from the contract page alone. */
async function backendFigures(): Promise<readonly Figure[]> {
  const figuresOf: Figure[] = [];
  let cases = 0;
  for (const backend of [...backends, await jsonLinesBackend()]) {
    const result = await runCases(setupOf(backend), null);
    cases = result.cases;
    console.log(`${backend.name}: ${result.passed} of ${result.cases} cases`);
    for (const name of result.failed) console.log(`  fails: ${name}`);
    const detail = result.failed.join("; ");
    figuresOf.push(exactly(result.cases, { name: backend.name, value: result.passed, detail }));
  }
  return [shown({ name: "cases", value: cases, detail: "" }), ...figuresOf];
}

/** Runs on each broken backend the cases of the law that it breaks: one of them fails, or the suite is blind to it. */
async function brokenFigure(): Promise<Figure> {
  const missed: string[] = [];
  for (const backend of brokenBackends) {
    const { failed } = await runCases(brokenSetup(backend), backend.law);
    const verdict = failed.length === 0 ? "NOT CAUGHT" : `caught by ${backend.law}`;
    console.log(`a backend that ${backend.fault}: ${verdict}`);
    if (failed.length === 0) missed.push(backend.fault);
  }
  const value = brokenBackends.length - missed.length;
  const detail = missed.join("; ");
  return exactly(brokenBackends.length, { name: "brokenBackendsCaught", value, detail });
}
