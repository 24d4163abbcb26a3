/** One figure, in the form of all commands that show figures. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is to be; empty when it is shown for comparison only. */
  readonly goal: string;
  /** Whether the goal holds; null without one. */
  readonly holds: boolean | null;
  readonly detail: string;
}

/** A figure that must be this value. */
export function exactly(goal: number, figure: Pick<Figure, "name" | "value" | "detail">): Figure {
  return { ...figure, unit: "", goal: `= ${goal}`, holds: figure.value === goal };
}

/** A figure that is shown for comparison only. */
export function shown(figure: Pick<Figure, "name" | "value" | "detail">): Figure {
  return { ...figure, unit: "", goal: "", holds: null };
}

/** Figures as lines for people. */
export function figureTable(figures: readonly Figure[]): string {
  const width = Math.max(...figures.map(({ name }) => name.length));
  return figures
    .map(({ name, value, goal, holds, detail }) =>
      `${name.padEnd(width)}  ${value}  ${holds === null ? "" : `${verdict(holds)} (${goal})`}  ${detail}`.trimEnd(),
    )
    .join("\n");
}

/** Figures as one JSON document on one line. */
export function figureDocument(command: string, figures: readonly Figure[]): string {
  return JSON.stringify({ command, node: process.version, figures });
}

/** 0 when every figure with a goal holds, else 1. */
export function exitCodeOf(figures: readonly Figure[]): 0 | 1 {
  return figures.every(({ holds }) => holds !== false) ? 0 : 1;
}

function verdict(holds: boolean): string {
  return holds ? "holds" : "FAILED";
}
