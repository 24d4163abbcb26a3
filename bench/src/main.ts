import path from "node:path";
import { parseArgs } from "node:util";
import type { Figure } from "./report/figure.ts";
import { figureDocument, figureTable } from "./report/print-figures.ts";
import { writeReport } from "./report/write-report.ts";
import { turnBench } from "./turn/turn.bench.ts";
import { versioningBench } from "./versioning/versioning.bench.ts";

const benches: ReadonlyMap<string, () => Promise<readonly Figure[]>> = new Map([
  ["turn", turnBench],
  ["versioning", versioningBench],
]);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: "boolean", default: false } },
});
const [name] = positionals;
const bench = name === undefined ? undefined : benches.get(name);
if (name === undefined || bench === undefined) {
  console.error(
    `npm run bench -- NAME [--json], where NAME is one of: ${[...benches.keys()].join(", ")}`,
  );
  process.exit(2);
}
const figures = await bench();
console.log(figureTable(figures));
const report = await writeReport(path.resolve(import.meta.dirname, "../.."), {
  // a fault may have the same name
  name: `${name}-bench`,
  command: `npm run bench -- ${name}`,
  found: { figures },
});
console.error(`Written to ${report}`);
if (values.json) console.log(figureDocument(`bench ${name}`, figures));
