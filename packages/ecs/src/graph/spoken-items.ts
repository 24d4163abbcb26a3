import type { Cell } from "./cell.ts";

/** Up to so many items are searched for one by one, more in one pass over the list. */
const searchedSingly = 8;

/** The items of a list that may have a new version, with the positions where they stand. */
export class SpokenItems {
  readonly #cells: readonly Cell[];
  readonly #positions = new Map<Cell, number[]>();
  /** Those whose positions are not known yet. */
  readonly #sought = new Set<Cell>();

  /** `cells` are all items of the list, which only grows at its end. */
  constructor(cells: readonly Cell[]) {
    this.#cells = cells;
  }

  get size(): number {
    return this.#positions.size + this.#sought.size;
  }

  add(cell: Cell): void {
    if (!this.#positions.has(cell)) this.#sought.add(cell);
  }

  /** An item came to a further position: one that has spoken is looked for again. */
  moved(cell: Cell): void {
    if (this.#positions.delete(cell)) this.#sought.add(cell);
  }

  delete(cell: Cell): void {
    this.#positions.delete(cell);
    this.#sought.delete(cell);
  }

  /** The items with a position below `length`. */
  below(length: number): readonly Cell[] {
    this.#locate();
    const found: Cell[] = [];
    for (const [cell, [first]] of this.#positions) {
      if (first !== undefined && first < length) found.push(cell);
    }
    return found;
  }

  positionsOf(cell: Cell): readonly number[] {
    this.#locate();
    return this.#positions.get(cell) ?? [];
  }

  #locate(): void {
    const sought = this.#sought;
    if (sought.size === 0) return;
    for (const cell of sought) this.#positions.set(cell, []);
    if (sought.size <= searchedSingly) for (const cell of sought) this.#search(cell);
    else this.#pass(sought);
    sought.clear();
  }

  #search(cell: Cell): void {
    const cells = this.#cells;
    for (let at = cells.indexOf(cell); at !== -1; at = cells.indexOf(cell, at + 1)) {
      this.#positions.get(cell)?.push(at);
    }
  }

  #pass(sought: ReadonlySet<Cell>): void {
    for (const [position, cell] of this.#cells.entries()) {
      if (sought.has(cell)) this.#positions.get(cell)?.push(position);
    }
  }
}
