import type { EcsId } from "@minference/protocol";
import { ListChain } from "@minference/storage";
import type { Cell } from "./cell.ts";
import type { GraphNode } from "./graph-node.ts";
import { link } from "./marks.ts";
import { OwnerLinks } from "./owner-links.ts";
import { SpokenItems } from "./spoken-items.ts";

/** A stored list that a backing is known to equal. */
export interface StoredList {
  readonly version: EcsId;
  readonly type: string;
  readonly field: string;
  /** How many items of the backing the stored list has. */
  readonly length: number;
}

const noneSpoken: ReadonlyMap<Cell, readonly number[]> = new Map();

/**
 * The items of one list and of every list that began as it. Several list values share a backing, each with
 * a length of its own; it only grows at its end, so a list value never changes.
 */
export class ListBacking {
  readonly cells: Cell[];
  /** Version of each item in the stored list; beyond that list's end, as the batch in flight has it. */
  ids: EcsId[];
  chain: ListChain;
  readonly owners = new OwnerLinks();
  isMarked = false;
  stored: StoredList | null = null;
  #spoken: SpokenItems | null = null;
  #weak: WeakRef<GraphNode> | null = null;

  constructor(cells: Cell[], ids: EcsId[], chain: ListChain) {
    this.cells = cells;
    this.ids = ids;
    this.chain = chain;
    for (const cell of cells) link(this, cell);
  }

  get kind(): "list" {
    return "list";
  }

  /** A list is never stored by itself. */
  get isNew(): boolean {
    return false;
  }

  weak(): WeakRef<GraphNode> {
    this.#weak ??= new WeakRef<GraphNode>(this);
    return this.#weak;
  }

  heard(child: GraphNode): void {
    if (child.kind !== "cell") return;
    this.#spoken ??= new SpokenItems(this.cells);
    this.#spoken.add(child);
  }

  push(cells: readonly Cell[]): void {
    for (const cell of cells) {
      this.cells.push(cell);
      this.#spoken?.moved(cell);
      link(this, cell);
    }
  }

  /** Items below `length` that may have a new version. */
  spokenBelow(length: number): readonly Cell[] {
    const found: Cell[] = [];
    for (const [cell, [first = length]] of this.#located()) if (first < length) found.push(cell);
    return found;
  }

  /** True when an item below `length` is another version now than in the stored list. */
  hasMoved(length: number, idOf: (cell: Cell) => EcsId): boolean {
    for (const [cell, positions] of this.#located()) {
      const id = idOf(cell);
      for (const position of positions) {
        if (position < length && this.ids[position] !== id) return true;
      }
    }
    return false;
  }

  /** Positions below `length` whose item is another version now than in the stored list, rising. */
  movedPositions(length: number, idOf: (cell: Cell) => EcsId): readonly number[] {
    const moved: number[] = [];
    for (const [cell, positions] of this.#located()) {
      const id = idOf(cell);
      for (const position of positions) {
        if (position < length && this.ids[position] !== id) moved.push(position);
      }
    }
    return moved.sort((left, right) => left - right);
  }

  /** Forgets the items that have nothing new to say: unmarked, and stored as they are at each position. */
  forgetStored(): void {
    const located = this.#located();
    for (const [cell, positions] of located) {
      const { ecsId } = cell.version;
      const isStored = positions.every((position) => this.ids[position] === ecsId);
      if (isStored && !cell.isMarked) this.#spoken?.delete(cell);
    }
    if (located.size === 0) this.#spoken = null;
  }

  #located(): ReadonlyMap<Cell, readonly number[]> {
    return this.#spoken?.located() ?? noneSpoken;
  }

  /** Takes over the ids of a stored version. */
  adopt(ids: EcsId[], chain: ListChain): void {
    this.ids = ids;
    this.chain = chain;
  }
}
