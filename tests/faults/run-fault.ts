import { writeReport } from "@minference/bench/report";
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

/** Runs a fault and writes `reports/NAME.json`: what was seen, and in which sizes. */
export async function runFault(root: string, fault: Fault): Promise<FaultReport> {
  const start = performance.now();
  const { seen, problem } = await outcomeOf(fault);
  const seconds = Math.round((performance.now() - start) / 1000);
  const { name, sizes } = fault;
  const command = `npm run faults -- ${name}`;
  const file = await writeReport(root, { name, command, found: { sizes, seconds, problem, seen } });
  return { problem, seen, seconds, file };
}

async function outcomeOf(fault: Fault): Promise<Pick<FaultReport, "seen" | "problem">> {
  try {
    return { seen: await fault.run(), problem: null };
  } catch (error) {
    return { seen: null, problem: types.isNativeError(error) ? error.message : String(error) };
  }
}
