import type { Cell } from "./cell.ts";

/** Up to so many items are searched for one by one, more in one pass over the list. */
const searchedSingly = 8;

/** The items of a list that may have a new version, with the positions where they stand. */
export class SpokenItems {
  readonly #cells: readonly Cell[];
  readonly #positions = new Map<Cell, number[]>();
  /** Those whose positions are not known yet. */
  #sought: Cell[] = [];

  /** `cells` are all items of the list, which only grows at its end. */
  constructor(cells: readonly Cell[]) {
    this.#cells = cells;
  }

  add(cell: Cell): void {
    if (!this.#positions.has(cell)) this.#sought.push(cell);
  }

  /** An item came to a further position: one that has spoken is looked for again. */
  moved(cell: Cell): void {
    if (this.#positions.delete(cell)) this.#sought.push(cell);
  }

  delete(cell: Cell): void {
    this.#positions.delete(cell);
  }

  /** Each item with its positions, rising. */
  located(): ReadonlyMap<Cell, readonly number[]> {
    if (this.#sought.length > 0) this.#locate();
    return this.#positions;
  }

  #locate(): void {
    const sought = this.#sought;
    this.#sought = [];
    if (sought.length > searchedSingly) this.#pass(new Set(sought));
    else for (const cell of sought) this.#search(cell);
  }

  #search(cell: Cell): void {
    const cells = this.#cells;
    const positions: number[] = [];
    for (let at = cells.indexOf(cell); at !== -1; at = cells.indexOf(cell, at + 1)) {
      positions.push(at);
    }
    this.#positions.set(cell, positions);
  }

  #pass(sought: ReadonlySet<Cell>): void {
    for (const cell of sought) this.#positions.set(cell, []);
    for (const [position, cell] of this.#cells.entries()) {
      if (sought.has(cell)) this.#positions.get(cell)?.push(position);
    }
  }
}
