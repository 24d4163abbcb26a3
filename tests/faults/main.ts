import path from "node:path";
import process from "node:process";
import { demoKillsFault } from "./demo-kills-fault.ts";
import type { Fault } from "./fault.ts";
import { writeReport } from "./write-report.ts";

/** What `npm run faults` can run, each in its full size. */
const faults: readonly Fault[] = [demoKillsFault];

process.exitCode = await main(process.argv.slice(2));

/** Runs the faults of these names, all without a name; 0 when all went well. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !faults.some((fault) => fault.name === name));
  if (unknown !== undefined) {
    console.error(`There is no ${unknown}. Known: ${faults.map(({ name }) => name).join(", ")}.`);
    return 2;
  }
  const chosen = faults.filter(({ name }) => names.length === 0 || names.includes(name));
  const root = path.resolve(import.meta.dirname, "../../..");
  let failed = 0;
  for (const fault of chosen) {
    const report = await writeReport(root, fault);
    console.log(report.summary);
    if (report.problem !== null) failed += 1;
  }
  return failed === 0 ? 0 : 1;
}
