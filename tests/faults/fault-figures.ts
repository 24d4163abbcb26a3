import type { FaultReport } from "./write-report.ts";

/** One figure of a fault, in the form of all commands that show figures. */
export interface FaultFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  /** Null: shown for comparison only. */
  readonly holds: boolean | null;
  readonly detail: string;
}

/** What a fault came to: whether it held, then every number that was seen. */
export function figuresOf(name: string, report: FaultReport): readonly FaultFigure[] {
  const problems = report.problem === null ? 0 : 1;
  const seen = Object.entries(report.seen ?? {}).flatMap(([key, value]): FaultFigure[] =>
    typeof value === "number"
      ? [{ name: `${name}.${key}`, value, unit: "", goal: "", holds: null, detail: "" }]
      : [],
  );
  const detail = report.problem ?? `${report.seconds} s, ${report.file}`;
  return [
    {
      name: `${name}.problems`,
      value: problems,
      unit: "",
      goal: "0",
      holds: problems === 0,
      detail,
    },
    ...seen,
  ];
}

/** Figures as lines for people. */
export function faultTable(figures: readonly FaultFigure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  const verdict = (holds: boolean | null): string =>
    holds === null ? "" : holds ? "holds" : "FAILED";
  return figures
    .map(({ name, value, holds, detail }) =>
      `${name.padEnd(width)}  ${value}  ${verdict(holds)}  ${detail}`.trimEnd(),
    )
    .join("\n");
}
