import type { EcsId } from "@minference/protocol";

/** Children of a branch and items of a leaf. */
const width = 32;

interface Leaf {
  readonly items: readonly EcsId[];
}
interface Branch {
  readonly nodes: readonly Node[];
}
/** All leaves lie equally deep; every node is full but those on the right edge. */
type Node = Leaf | Branch;

/**
 * An immutable list of version ids that shares with the list it was made from all that did not change.
 *
 * Appending and replacing copy one path of O(log length) nodes, so 10,000 versions of a list of 10,000 items
 * take megabytes, not gigabytes; reading the whole list is O(length).
 */
export class SharedList {
  static readonly empty: SharedList = new SharedList({ items: [] }, 0, 0);

  readonly length: number;
  readonly #root: Node;
  /** Levels of branches above the leaves. */
  readonly #height: number;

  private constructor(root: Node, height: number, length: number) {
    this.#root = root;
    this.#height = height;
    this.length = length;
  }

  /** The first `length` items. */
  prefix(length: number): SharedList {
    if (length === this.length) return this;
    if (length === 0) return SharedList.empty;
    return new SharedList(cut(this.#root, this.#height, length), this.#height, length);
  }

  /** This list with another item at `position`, which must be below the length. */
  withItem(position: number, item: EcsId): SharedList {
    const root = replaced(this.#root, this.#height, { position, item });
    return new SharedList(root, this.#height, this.length);
  }

  /** This list with `items` behind it. */
  appended(items: readonly EcsId[]): SharedList {
    if (items.length === 0) return this;
    let root = this.#root;
    let height = this.#height;
    const length = this.length + items.length;
    for (; capacity(height) < length; height += 1) root = { nodes: [root] };
    root = grown(root, height, { length: this.length, items });
    return new SharedList(root, height, length);
  }

  /** A fresh array of all items. */
  toArray(): EcsId[] {
    const items: EcsId[] = [];
    collect(this.#root, items);
    return items;
  }
}

interface Growth {
  /** Items that the node holds already. */
  readonly length: number;
  readonly items: readonly EcsId[];
}

/** Items that a tree of this height can hold. */
function capacity(height: number): number {
  return width ** (height + 1);
}

function grown(node: Node | undefined, height: number, growth: Growth): Node {
  if (height === 0) {
    const before = node !== undefined && "items" in node ? node.items : [];
    return { items: [...before, ...growth.items] };
  }
  const size = capacity(height - 1);
  const nodes = node !== undefined && "nodes" in node ? node.nodes.slice() : [];
  for (let taken = 0, length = growth.length; taken < growth.items.length;) {
    const index = Math.floor(length / size);
    const held = length - index * size;
    const items = growth.items.slice(taken, taken + size - held);
    nodes[index] = grown(nodes[index], height - 1, { length: held, items });
    taken += items.length;
    length += items.length;
  }
  return { nodes };
}

function cut(node: Node, height: number, length: number): Node {
  if ("items" in node) return { items: node.items.slice(0, length) };
  const size = capacity(height - 1);
  const full = Math.floor(length / size);
  const nodes = node.nodes.slice(0, full);
  const last = node.nodes[full];
  if (last !== undefined && length > full * size)
    nodes.push(cut(last, height - 1, length - full * size));
  return { nodes };
}

function replaced(node: Node, height: number, put: { position: number; item: EcsId }): Node {
  if ("items" in node) return { items: node.items.with(put.position, put.item) };
  const size = capacity(height - 1);
  const index = Math.floor(put.position / size);
  const child = node.nodes[index];
  if (child === undefined) return node;
  const position = put.position - index * size;
  return {
    nodes: node.nodes.with(index, replaced(child, height - 1, { position, item: put.item })),
  };
}

function collect(node: Node, into: EcsId[]): void {
  if ("items" in node) for (const item of node.items) into.push(item);
  else for (const child of node.nodes) collect(child, into);
}
