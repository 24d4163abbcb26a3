import type { Cell } from "./cell.ts";

/** What one entity holds, as far as it is to be followed. */
export type Follow = (cell: Cell) => Iterable<Cell>;

/**
 * Every entity that some entities reach, they too, in groups of which each member reaches every other: a cycle is
 * one group, an entity in none a group of its own. What a group holds comes before it; within a group the order is
 * that of being met. No depth is limited by the call stack.
 */
export function strongComponents(
  starts: Iterable<Cell>,
  follow: Follow,
): readonly (readonly Cell[])[] {
  const search = new ComponentSearch(follow);
  for (const start of starts) search.walk(start);
  return search.components;
}

/** One entity on the path from a start to where the search is. */
interface Step {
  readonly cell: Cell;
  readonly children: Iterator<Cell>;
  /** Its place among the entities whose group is not complete. */
  readonly place: number;
  /** Lowest such place that is known to be reached from here. */
  lowest: number;
}

/** Tarjan, "Depth-first search and linear graph algorithms" (1972), with the path in an array. */
class ComponentSearch {
  readonly components: (readonly Cell[])[] = [];
  readonly #follow: Follow;
  /** Place of each entity that was met; infinite once its group is complete, so that it lowers nothing. */
  readonly #places = new Map<Cell, number>();
  readonly #incomplete: Cell[] = [];
  readonly #path: Step[] = [];

  constructor(follow: Follow) {
    this.#follow = follow;
  }

  walk(start: Cell): void {
    if (this.#places.has(start)) return;
    this.#enter(start);
    for (let step = this.#path.at(-1); step !== undefined; step = this.#path.at(-1)) {
      const next = step.children.next();
      if (next.done === true) this.#leave(step);
      else this.#meet(step, next.value);
    }
  }

  #enter(cell: Cell): void {
    const place = this.#incomplete.push(cell) - 1;
    this.#places.set(cell, place);
    this.#path.push({
      cell,
      children: this.#follow(cell)[Symbol.iterator](),
      place,
      lowest: place,
    });
  }

  #meet(step: Step, child: Cell): void {
    const place = this.#places.get(child);
    if (place === undefined) this.#enter(child);
    else step.lowest = Math.min(step.lowest, place);
  }

  #leave(step: Step): void {
    this.#path.pop();
    const owner = this.#path.at(-1);
    if (owner !== undefined) owner.lowest = Math.min(owner.lowest, step.lowest);
    if (step.lowest < step.place) return;
    const component = this.#incomplete.splice(step.place);
    for (const cell of component) this.#places.set(cell, Infinity);
    this.components.push(component);
  }
}
