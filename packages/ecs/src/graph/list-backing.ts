import type { EcsId } from "@minference/protocol";
import { ListChain } from "@minference/storage";
import type { Cell } from "./cell.ts";
import type { GraphNode } from "./graph-node.ts";
import { link } from "./marks.ts";
import { withListOwner, type OwnerLinks } from "./owner-links.ts";
import { SpokenItems } from "./spoken-items.ts";

/** A stored list that a backing is known to equal. */
export interface StoredList {
  readonly version: EcsId;
  readonly type: string;
  readonly field: string;
  /** How many items of the backing the stored list has. */
  readonly length: number;
}

/**
 * The items of one list and of every list that began as it. Several list values share a backing, each with
 * a length of its own; it only grows at its end, so a list value never changes.
 */
export class ListBacking {
  readonly cells: Cell[];
  /** Version of each item in the stored list; beyond that list's end, as the batch in flight has it. */
  ids: EcsId[];
  chain: ListChain;
  owners: OwnerLinks = null;
  isMarked = false;
  stored: StoredList | null = null;
  /** Items that may have a new version; mostly it is one. */
  #spoken: Cell | SpokenItems | null = null;
  /** Where that one stands; -1: not looked for. */
  #place = -1;
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

  addOwner(owner: GraphNode): void {
    this.owners = withListOwner(this.owners, owner);
  }

  heard(child: GraphNode): void {
    if (child.kind !== "cell") return;
    const spoken = this.#spoken;
    if (spoken === null) {
      this.#spoken = child;
      this.#place = -1;
    } else if (spoken !== child) this.#several(spoken).add(child);
  }

  push(cells: readonly Cell[]): void {
    for (const cell of cells) {
      this.cells.push(cell);
      if (this.#spoken === cell) this.#place = -1;
      else if (this.#spoken instanceof SpokenItems) this.#spoken.moved(cell);
      link(this, cell);
    }
  }

  /** One of the items below `length` that may have a new version; null when there is none. */
  firstSpokenBelow(length: number): Cell | null {
    const spoken = this.#located();
    if (spoken instanceof SpokenItems) return this.spokenBelow(length)[0] ?? null;
    return spoken !== null && this.#place < length ? spoken : null;
  }

  /** Items below `length` that may have a new version. */
  spokenBelow(length: number): readonly Cell[] {
    const spoken = this.#located();
    if (spoken === null) return [];
    if (!(spoken instanceof SpokenItems)) return this.#place < length ? [spoken] : [];
    const found: Cell[] = [];
    for (const [cell, [first = length]] of spoken.located()) if (first < length) found.push(cell);
    return found;
  }

  /** True when an item below `length` is another version now than in the stored list. */
  hasMoved(length: number, idOf: (cell: Cell) => EcsId): boolean {
    const spoken = this.#located();
    if (spoken === null) return false;
    if (!(spoken instanceof SpokenItems)) {
      return this.#place < length && this.ids[this.#place] !== idOf(spoken);
    }
    for (const [cell, positions] of spoken.located()) {
      const id = idOf(cell);
      if (positions.some((at) => at < length && this.ids[at] !== id)) return true;
    }
    return false;
  }

  /** Positions below `length` whose item is another version now than in the stored list, rising. */
  movedPositions(length: number, idOf: (cell: Cell) => EcsId): readonly number[] {
    const spoken = this.#located();
    if (!(spoken instanceof SpokenItems)) return this.hasMoved(length, idOf) ? [this.#place] : [];
    const moved: number[] = [];
    for (const [cell, positions] of spoken.located()) {
      const id = idOf(cell);
      for (const position of positions) {
        if (position < length && this.ids[position] !== id) moved.push(position);
      }
    }
    return moved.sort((left, right) => left - right);
  }

  /** Forgets the items that have nothing new to say: unmarked, and stored as they are at each position. */
  forgetStored(): void {
    const spoken = this.#located();
    if (spoken === null) return;
    if (spoken instanceof SpokenItems) {
      for (const [cell, positions] of spoken.located()) {
        if (!cell.isMarked && this.#isStored(cell, positions)) spoken.delete(cell);
      }
      if (spoken.located().size === 0) this.#spoken = null;
    } else if (!spoken.isMarked && this.#isStored(spoken, [this.#place])) this.#spoken = null;
  }

  /** Takes over the ids of a stored version. */
  adopt(ids: EcsId[], chain: ListChain): void {
    this.ids = ids;
    this.chain = chain;
  }

  #isStored({ version }: Cell, positions: readonly number[]): boolean {
    return positions.every((position) => this.ids[position] === version.ecsId);
  }

  /** What has spoken: one item that stands at one place, or several. */
  #located(): Cell | SpokenItems | null {
    const spoken = this.#spoken;
    if (spoken === null || spoken instanceof SpokenItems || this.#place !== -1) return spoken;
    this.#place = this.cells.indexOf(spoken);
    const isRepeated = this.cells.includes(spoken, this.#place + 1);
    return isRepeated ? this.#several(spoken) : spoken;
  }

  #several(spoken: Cell | SpokenItems): SpokenItems {
    if (spoken instanceof SpokenItems) return spoken;
    const several = new SpokenItems(this.cells);
    several.add(spoken);
    this.#spoken = several;
    return several;
  }
}
