import type { GraphNode } from "./graph-node.ts";
import { ManyLinks } from "./many-links.ts";

/** Most links that are looked through one by one. */
const fewLinks = 8;

/**
 * The nodes that hold one node: none, one (nearly every node has one, so nothing is around its link), a few, many. The
 * links are weak: an owner that nobody uses any more is collected with its shared children alive. They are hints, so
 * none is removed on assignment; dead ones are swept when there are twice as many as before.
 *
 * A node itself is a strong link: from a list to the only entity that ever held it. A list is reached through its
 * owner, so this keeps nothing in memory, but for who keeps an array that was read from it.
 */
export type OwnerLinks = WeakRef<GraphNode> | WeakRef<GraphNode>[] | ManyLinks | GraphNode | null;

/** The links with one more owner, by a weak link. */
export function withOwner(links: OwnerLinks, owner: GraphNode): OwnerLinks {
  const link = owner.weak();
  if (links === null) return link;
  if (links instanceof ManyLinks) {
    links.add(link, owner);
    return links;
  }
  if (Array.isArray(links)) return links.includes(link) ? links : withLink(links, link);
  const first = links instanceof WeakRef ? links : links.weak();
  return first === link ? links : [first, link];
}

/** The links of a list with one more owner: strong while it is the only one. */
export function withListOwner(links: OwnerLinks, owner: GraphNode): OwnerLinks {
  return links === null || links === owner ? owner : withOwner(links, owner);
}

/** Visits the owners that are still in memory. */
export function visitOwners(links: OwnerLinks, visit: (owner: GraphNode) => void): void {
  if (links === null) return;
  if (links instanceof WeakRef) visitLiving(links, visit);
  else if (Array.isArray(links)) for (const link of links) visitLiving(link, visit);
  else if (links instanceof ManyLinks) links.visit(visit);
  else visit(links);
}

function visitLiving(link: WeakRef<GraphNode>, visit: (owner: GraphNode) => void): void {
  const owner = link.deref();
  if (owner !== undefined) visit(owner);
}

function withLink(
  links: WeakRef<GraphNode>[],
  link: WeakRef<GraphNode>,
): WeakRef<GraphNode>[] | ManyLinks {
  if (links.length < fewLinks) {
    links.push(link);
    return links;
  }
  const alive = links.filter((each) => each.deref() !== undefined);
  alive.push(link);
  return alive.length <= fewLinks ? alive : new ManyLinks(alive);
}
