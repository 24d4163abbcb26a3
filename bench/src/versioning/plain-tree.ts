/** A node of the plain tree that floors and peers change. */
export interface PlainNode {
  readonly id: string;
  readonly name: string;
  readonly value: number;
  readonly children: readonly PlainNode[];
}

/** The same, where it is changed in place. */
export interface WritableNode {
  id: string;
  name: string;
  value: number;
  children: WritableNode[];
}

/** Children of each node of a benched tree. */
export const fanOut = 10;

/** A tree of `size` nodes, made from the leaves up: node k holds the nodes 10 k + 1 to 10 k + 10. */
export function treeOf<Node>(
  size: number,
  make: (index: number, children: readonly Node[]) => Node,
): Node {
  const nodes: Node[] = [];
  for (let index = size - 1; index >= 0; index -= 1) {
    // they lie behind each other at the end, the last one first
    const first = size - 1 - (fanOut * index + 1);
    const children: Node[] = [];
    for (let child = first; child >= 0 && child > first - fanOut; child -= 1) {
      const made = nodes[child];
      if (made !== undefined) children.push(made);
    }
    nodes.push(make(index, children));
  }
  const root = nodes.at(-1);
  if (root === undefined) throw new RangeError("a tree has at least one node");
  return root;
}

/** A plain tree of `size` nodes. */
export function plainTree(size: number): WritableNode {
  return treeOf<WritableNode>(size, (index, children) => ({
    id: `entity-${index}`,
    name: `node ${index}`,
    value: 0,
    children: [...children],
  }));
}

/** Positions from the root to a random leaf. */
export function randomPath(root: PlainNode): readonly number[] {
  const path: number[] = [];
  for (let at: PlainNode | undefined = root; at !== undefined && at.children.length > 0;) {
    const position = Math.floor(Math.random() * at.children.length);
    path.push(position);
    at = at.children[position];
  }
  return path;
}

/** The node that a path leads to. */
export function nodeAt<Node extends { readonly children: readonly Node[] }>(
  root: Node,
  path: readonly number[],
): Node {
  return path.reduce((at, position) => childAt(at, position), root);
}

/** The floor of every new version: a new node for each one on the path, everything else shared. */
export function pathCopy(at: PlainNode, path: readonly number[], value: number): PlainNode {
  return copyFrom(0, { at, path, value });
}

function copyFrom(
  depth: number,
  change: { readonly at: PlainNode; readonly path: readonly number[]; readonly value: number },
): PlainNode {
  const { at, path, value } = change;
  const position = path[depth];
  if (position === undefined) return { ...at, value };
  const children = at.children.slice();
  children[position] = copyFrom(depth + 1, { at: childAt(at, position), path, value });
  return { ...at, children };
}

/** Freezes what is not frozen yet below a node; where a node is frozen, all below it is. */
export function freezeNew(node: PlainNode): PlainNode {
  if (Object.isFrozen(node)) return node;
  Object.freeze(node);
  if (!Object.isFrozen(node.children)) Object.freeze(node.children);
  for (const child of node.children) freezeNew(child);
  return node;
}

function childAt<Node extends { readonly children: readonly Node[] }>(
  node: Node,
  position: number,
): Node {
  const child = node.children[position];
  if (child !== undefined) return child;
  throw new RangeError(`a node has no child ${position}`);
}
