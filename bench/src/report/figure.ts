/** One figure, in the form of all commands that show figures. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** Of the value: `x floor` is a ratio to the floor of the same run; empty for a count. */
  readonly unit: string;
  /** What the value is to be; empty when it is shown for comparison only. */
  readonly goal: string;
  /** Whether the goal holds; null without one. */
  readonly holds: boolean | null;
  readonly detail: string;
}

/** A figure before it is known what it must be; a count unless a unit is given. */
export type Measured = Pick<Figure, "name" | "value" | "detail"> & { readonly unit?: string };

/** A figure that must not be above a limit. */
export function atMost(limit: number, measured: Measured): Figure {
  return { unit: "", ...measured, goal: `<= ${limit}`, holds: measured.value <= limit };
}

/** A figure that must be this value. */
export function exactly(goal: number, measured: Measured): Figure {
  return { unit: "", ...measured, goal: `= ${goal}`, holds: measured.value === goal };
}

/** A figure that is shown for comparison only. */
export function shown(measured: Measured): Figure {
  return { unit: "", ...measured, goal: "", holds: null };
}

/** 0 when every figure with a goal holds, else 1. */
export function exitCodeOf(figures: readonly Figure[]): 0 | 1 {
  return figures.every(({ holds }) => holds !== false) ? 0 : 1;
}
