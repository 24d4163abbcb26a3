import type { GraphNode } from "./graph-node.ts";

/**
 * The nodes that hold one node, by weak links: an owner that nobody uses any more is collected with its
 * shared children alive. Links are hints, so none is removed on assignment; dead ones are swept when the
 * set has doubled.
 */
export class OwnerLinks {
  #only: WeakRef<GraphNode> | null = null;
  #many: Set<WeakRef<GraphNode>> | null = null;
  #sweepAt = 8;

  add(owner: GraphNode): void {
    const link = owner.weak();
    if (this.#many !== null) {
      this.#many.add(link);
      if (this.#many.size >= this.#sweepAt) this.#sweep(this.#many);
    } else if (this.#only === null) {
      this.#only = link;
    } else if (this.#only !== link) {
      this.#many = new Set([this.#only, link]);
      this.#only = null;
    }
  }

  /** The owners that are still in memory. */
  living(): readonly GraphNode[] {
    const links = this.#many ?? (this.#only === null ? [] : [this.#only]);
    const owners: GraphNode[] = [];
    for (const link of links) {
      const owner = link.deref();
      if (owner !== undefined) owners.push(owner);
    }
    return owners;
  }

  #sweep(links: Set<WeakRef<GraphNode>>): void {
    for (const link of links) {
      if (link.deref() === undefined) links.delete(link);
    }
    this.#sweepAt = Math.max(8, links.size * 2);
  }
}
