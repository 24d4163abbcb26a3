/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** Of the value: `x floor` is a ratio to the floor of the same run. */
  readonly unit: string;
  /** What the value is to be; empty when it is shown for comparison only. */
  readonly goal: string;
  /** Whether the goal holds; null without one. */
  readonly holds: boolean | null;
  readonly detail: string;
}

/** A figure that must not be above a limit. */
export function atMost(
  limit: number,
  figure: Pick<Figure, "name" | "value" | "unit" | "detail">,
): Figure {
  return { ...figure, goal: `<= ${limit}`, holds: figure.value <= limit };
}

/** A figure that is shown for comparison only. */
export function shown(figure: Pick<Figure, "name" | "value" | "unit" | "detail">): Figure {
  return { ...figure, goal: "", holds: null };
}
