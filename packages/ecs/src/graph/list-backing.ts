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

/**
 * The items of one list and of every list that began as it. Several list values share a backing, each with
 * a length of its own; it only grows at its end, so a list value never changes.
 */
export class ListBacking {
  readonly kind = "list";
  readonly cells: Cell[];
  /** Version of each item in the stored list; beyond that list's end, as the batch in flight has it. */
  ids: EcsId[];
  chain: ListChain;
  readonly owners = new OwnerLinks();
  isMarked = false;
  readonly isNew = false;
  stored: StoredList | null = null;
  #spoken: SpokenItems | null = null;
  #weak: WeakRef<GraphNode> | null = null;

  constructor(cells: Cell[], ids: EcsId[], chain: ListChain) {
    this.cells = cells;
    this.ids = ids;
    this.chain = chain;
    for (const cell of cells) link(this, cell);
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
    return this.#spoken?.below(length) ?? [];
  }

  /** True when an item below `length` is another version now than in the stored list. */
  hasMoved(length: number, idOf: (cell: Cell) => EcsId): boolean {
    return this.#spoken !== null && this.movedPositions(length, idOf).length > 0;
  }

  /** Positions below `length` whose item is another version now than in the stored list, rising. */
  movedPositions(length: number, idOf: (cell: Cell) => EcsId): readonly number[] {
    const spoken = this.#spoken;
    if (spoken === null) return [];
    const positions: number[] = [];
    for (const cell of spoken.below(length)) {
      const id = idOf(cell);
      for (const position of spoken.positionsOf(cell)) {
        if (position < length && this.ids[position] !== id) positions.push(position);
      }
    }
    return positions.sort((left, right) => left - right);
  }

  /** Forgets the items that have nothing new to say: unmarked, and stored as they are at each position. */
  forgetStored(): void {
    const spoken = this.#spoken;
    if (spoken === null) return;
    for (const cell of spoken.below(this.cells.length)) {
      const { ecsId } = cell.version;
      const isStored =
        !cell.isMarked &&
        spoken.positionsOf(cell).every((position) => this.ids[position] === ecsId);
      if (isStored) spoken.delete(cell);
    }
    if (spoken.size === 0) this.#spoken = null;
  }

  /** Takes over the ids of a stored version. */
  adopt(ids: EcsId[], chain: ListChain): void {
    this.ids = ids;
    this.chain = chain;
  }
}
