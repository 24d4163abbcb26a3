// boundary: a frozen array remembers, under a symbol of this module, which list it was read from
import { ListChain } from "@minference/storage";
import type { Cell } from "./cell.ts";
import { ListBacking } from "./list-backing.ts";

const origin: unique symbol = Symbol("minference.list");

/** One list as an entity holds it: the first `length` items of a backing. It never changes. */
export class ListValue {
  readonly backing: ListBacking;
  readonly length: number;
  #array: readonly object[] | null = null;

  constructor(backing: ListBacking, length: number) {
    this.backing = backing;
    this.length = length;
  }

  /** The list without items: one for all, as most lists of most entities are empty. */
  static empty(): ListValue {
    return empty;
  }

  static of(cells: Cell[]): ListValue {
    return cells.length === 0
      ? empty
      : new ListValue(new ListBacking(cells, [], new ListChain()), cells.length);
  }

  /** The list that a frozen array of this module was read from; null for any other array. */
  static behind(array: object): ListValue | null {
    return (array as { readonly [origin]?: ListValue })[origin] ?? null; // set below, by this class only
  }

  cells(): readonly Cell[] {
    return this.length === this.backing.cells.length
      ? this.backing.cells
      : this.backing.cells.slice(0, this.length);
  }

  /** The items as a frozen array, made on the first read. */
  toArray(): readonly object[] {
    if (this.#array !== null) return this.#array;
    const array = this.cells().map((cell) => cell.entity);
    Object.defineProperty(array, origin, { value: this });
    this.#array = Object.freeze(array);
    return this.#array;
  }

  /** This list with items behind its last; the backing is shared where its end is this list's end. */
  appended(cells: readonly Cell[]): ListValue {
    if (this.length === 0) return ListValue.of([...cells]);
    if (this.backing.cells.length === this.length) {
      this.backing.push(cells);
      return new ListValue(this.backing, this.length + cells.length);
    }
    return this.#copied([...this.cells(), ...cells], this.length);
  }

  /** This list with another item at `position`. */
  replaced(position: number, cell: Cell): ListValue {
    const cells = this.cells().slice();
    cells[position] = cell;
    return this.#copied(cells, position);
  }

  #copied(cells: Cell[], sameBefore: number): ListValue {
    const { backing } = this;
    const copy = new ListBacking(
      cells,
      backing.ids.slice(0, this.length),
      backing.chain.copyBefore(0),
    );
    if (backing.stored !== null) {
      copy.stored = { ...backing.stored, length: Math.min(backing.stored.length, sameBefore) };
    }
    return new ListValue(copy, cells.length);
  }
}

const empty = new ListValue(new ListBacking([], [], new ListChain()), 0);
