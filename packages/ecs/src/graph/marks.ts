import type { GraphNode } from "./graph-node.ts";
import { visitOwners } from "./owner-links.ts";

/**
 * Marks a node as perhaps changed, and through its owner links every known ancestor, each remembering which
 * child spoke. It stops where a mark is already: the known ancestors of a marked node are marked.
 */
export function mark(node: GraphNode): void {
  if (node.isMarked) return;
  node.isMarked = true;
  const speakers: GraphNode[] = [];
  let speaker: GraphNode | undefined = node;
  const tell = (owner: GraphNode): void => {
    if (speaker !== undefined) owner.heard(speaker);
    if (owner.isMarked) return;
    owner.isMarked = true;
    speakers.push(owner);
  };
  for (; speaker !== undefined; speaker = speakers.pop()) visitOwners(speaker.owners, tell);
}

/** Links a child to a node that holds it from now on; a marked child makes the owner's ancestors marked. */
export function link(owner: GraphNode, child: GraphNode): void {
  child.addOwner(owner);
  if (!child.isMarked || child.isNew) return;
  owner.heard(child);
  mark(owner);
}
