import { exactly, shown, type Figure } from "@minference/bench/report";
import type { FaultReport } from "./run-fault.ts";

/** What a fault came to: whether it held, then every number that was seen. */
export function figuresOf(name: string, report: FaultReport): readonly Figure[] {
  const seen = Object.entries(report.seen ?? {}).flatMap(([key, value]): Figure[] =>
    typeof value === "number" ? [shown({ name: `${name}.${key}`, value, detail: "" })] : [],
  );
  const detail = report.problem ?? `${report.seconds} s, ${report.file}`;
  const value = report.problem === null ? 0 : 1;
  return [exactly(0, { name: `${name}.problems`, value, detail }), ...seen];
}
