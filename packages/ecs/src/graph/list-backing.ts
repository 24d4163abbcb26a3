import type { EcsId } from "@minference/protocol";
import { ListChain } from "@minference/storage";
import type { Cell } from "./cell.ts";
import type { GraphNode } from "./graph-node.ts";
import { link } from "./marks.ts";
import { OwnerLinks } from "./owner-links.ts";

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
  /** Items that may have a new version. */
  readonly spoken = new Set<Cell>();
  stored: StoredList | null = null;
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
    if (child.kind === "cell") this.spoken.add(child);
  }

  push(cells: readonly Cell[]): void {
    for (const cell of cells) {
      this.cells.push(cell);
      link(this, cell);
    }
  }

  /** Positions below `length` whose item is another version now than in the stored list. */
  movedPositions(length: number, idOf: (cell: Cell) => EcsId): readonly number[] {
    if (this.spoken.size === 0) return [];
    const positions: number[] = [];
    for (let position = 0; position < length; position += 1) {
      const cell = this.cells[position];
      if (cell === undefined || !this.spoken.has(cell)) continue;
      if (idOf(cell) !== this.ids[position]) positions.push(position);
    }
    return positions;
  }

  /** Takes over the ids of a stored version. */
  adopt(ids: EcsId[], chain: ListChain): void {
    this.ids = ids;
    this.chain = chain;
  }
}
