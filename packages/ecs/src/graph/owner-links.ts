import type { GraphNode } from "./graph-node.ts";
import { ManyLinks } from "./many-links.ts";

/** Most links that are looked through one by one. */
const fewLinks = 8;

/**
 * The nodes that hold one node, by weak links: an owner that nobody uses any more is collected with its
 * shared children alive. Links are hints, so none is removed on assignment; dead ones are swept when there
 * are twice as many as before.
 */
export class OwnerLinks {
  /** Nearly every node has one owner, so one link is kept without a collection around it. */
  #links: WeakRef<GraphNode> | WeakRef<GraphNode>[] | ManyLinks | null = null;

  add(owner: GraphNode): void {
    const link = owner.weak();
    const links = this.#links;
    if (links === null) this.#links = link;
    else if (links instanceof ManyLinks) links.add(link, owner);
    else if (!Array.isArray(links)) this.#links = links === link ? link : [links, link];
    else if (!links.includes(link)) this.#links = withLink(links, link);
  }

  /** The owners that are still in memory. */
  living(): readonly GraphNode[] {
    const links = this.#links;
    if (links === null) return none;
    if (links instanceof ManyLinks) return links.living();
    if (Array.isArray(links)) return livingOf(links);
    const owner = links.deref();
    return owner === undefined ? none : [owner];
  }
}

const none: readonly GraphNode[] = Object.freeze([]);

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

function livingOf(links: readonly WeakRef<GraphNode>[]): readonly GraphNode[] {
  const owners: GraphNode[] = [];
  for (const link of links) {
    const owner = link.deref();
    if (owner !== undefined) owners.push(owner);
  }
  return owners;
}
