import type { Figure } from "./figure.ts";

/** Figures as a table for people. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [
    ["figure", "value", "unit", "goal", "holds", "detail"],
    ...figures.map((figure) => [
      figure.name,
      rounded(figure.value),
      figure.unit,
      figure.goal,
      figure.holds === null ? "" : figure.holds ? "yes" : "NO",
      figure.detail,
    ]),
  ];
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(cell.length, widest[index] ?? 0)),
    [],
  );
  const line = (row: readonly string[]): string =>
    row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
  return rows.map((row) => line(row).trimEnd()).join("\n");
}

/** Figures as one JSON document on one line. */
export function figureDocument(command: string, figures: readonly Figure[]): string {
  return JSON.stringify({ command, node: process.version, figures });
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}
