import type { Cell } from "./cell.ts";
import { strongComponents, type Follow } from "./strong-components.ts";

/**
 * The fewest of some entities from which all the others are reached, in their order: those that none of the others
 * reaches; of a cycle that nothing outside it reaches, the member named first.
 */
export function rootsAmong(cells: readonly Cell[], follow: Follow): readonly Cell[] {
  if (cells.length < 2) return cells;
  const components = strongComponents(cells, follow);
  const numbers = new Map(
    components.flatMap((component, number) =>
      component.map((cell): [Cell, number] => [cell, number]),
    ),
  );
  const taken = new Set<number | undefined>();
  for (const [cell, number] of numbers) {
    for (const child of follow(cell)) {
      if (numbers.get(child) !== number) taken.add(numbers.get(child));
    }
  }
  return cells.filter((cell) => {
    const number = numbers.get(cell);
    if (taken.has(number)) return false;
    taken.add(number);
    return true;
  });
}
