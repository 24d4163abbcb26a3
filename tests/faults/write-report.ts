import { spawnSync } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import process from "node:process";
import { types } from "node:util";
import type { Fault } from "./fault.ts";

/** What a fault came to. */
export interface FaultReport {
  /** Null: all went well. */
  readonly problem: string | null;
  /** What was seen; null when there was a problem. */
  readonly seen: object | null;
  readonly seconds: number;
  /** The report that was written. */
  readonly file: string;
}

/** Runs a fault and writes `reports/NAME.json`: what was seen, with commit, Node and sizes. */
export async function writeReport(root: string, fault: Fault): Promise<FaultReport> {
  const start = performance.now();
  const { seen, problem } = await runFault(fault);
  const seconds = Math.round((performance.now() - start) / 1000);
  const git = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" });
  const document = {
    command: `npm run faults -- ${fault.name}`,
    commit: git.status === 0 ? git.stdout.trim() : null,
    node: process.version,
    machine: `${process.platform} ${process.arch}`,
    sizes: fault.sizes,
    seconds,
    problem,
    seen,
  };
  const file = path.join(root, "reports", `${fault.name}.json`);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, `${JSON.stringify(document, null, 2)}\n`);
  return { problem, seen, seconds, file };
}

async function runFault(fault: Fault): Promise<{ seen: object | null; problem: string | null }> {
  try {
    return { seen: await fault.run(), problem: null };
  } catch (error) {
    return { seen: null, problem: types.isNativeError(error) ? error.message : String(error) };
  }
}
