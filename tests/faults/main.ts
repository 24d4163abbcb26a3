import { exitCodeOf, figureDocument, figureTable, type Figure } from "@minference/bench/report";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { bundlesFault } from "./bundles-fault.ts";
import { demoKillsFault } from "./demo-kills-fault.ts";
import type { Fault } from "./fault.ts";
import { figuresOf } from "./fault-figures.ts";
import { historyFault } from "./history-fault.ts";
import { versioningFault } from "./versioning-fault.ts";
import { runFault } from "./run-fault.ts";

/** What `npm run faults` can run, each in its full size. */
const faults: readonly Fault[] = [bundlesFault, demoKillsFault, versioningFault, historyFault];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
process.exitCode = await main(positionals);

/** Runs the faults of these names, all without a name; 0 when all went well. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !faults.some((fault) => fault.name === name));
  if (unknown !== undefined) {
    console.error(`There is no ${unknown}. Known: ${faults.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  const chosen = faults.filter(({ name }) => names.length === 0 || names.includes(name));
  const root = path.resolve(import.meta.dirname, "../../..");
  const figures: Figure[] = [];
  for (const fault of chosen) figures.push(...figuresOf(fault.name, await runFault(root, fault)));
  console.log(figureTable(figures));
  if (values.json) console.log(figureDocument(["faults", ...names].join(" "), figures));
  return exitCodeOf(figures);
}
