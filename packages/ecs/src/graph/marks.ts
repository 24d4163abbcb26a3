import type { GraphNode } from "./graph-node.ts";

/**
 * Marks a node as perhaps changed, and through its owner links every known ancestor, each remembering which
 * child spoke. It stops where a mark is already: the known ancestors of a marked node are marked.
 */
export function mark(node: GraphNode): void {
  if (node.isMarked) return;
  node.isMarked = true;
  const speakers: GraphNode[] = [node];
  for (let child = speakers.pop(); child !== undefined; child = speakers.pop()) {
    for (const owner of child.owners.living()) {
      owner.heard(child);
      if (owner.isMarked) continue;
      owner.isMarked = true;
      speakers.push(owner);
    }
  }
}

/** Links a child to a node that holds it from now on; a marked child makes the owner's ancestors marked. */
export function link(owner: GraphNode, child: GraphNode): void {
  child.owners.add(owner);
  if (!child.isMarked || child.isNew) return;
  owner.heard(child);
  mark(owner);
}
