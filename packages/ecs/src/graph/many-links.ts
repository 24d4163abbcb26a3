import type { GraphNode } from "./graph-node.ts";

/** From so many links on, dead ones are worth being told of. */
const watchedFrom = 64;

/**
 * Weak links to the many owners of a shared node. Dead ones are swept when the set has doubled, and when half of
 * its owners have been collected: ten thousand dropped owners of one prompt leave nothing behind.
 */
export class ManyLinks {
  readonly #links: Set<WeakRef<GraphNode>>;
  readonly #collected = new FinalizationRegistry(() => {
    this.#countCollected();
  });
  #deadAtLeast = 0;
  #sweepAt: number;

  constructor(links: readonly WeakRef<GraphNode>[]) {
    this.#links = new Set(links);
    this.#sweepAt = 2 * links.length;
  }

  add(link: WeakRef<GraphNode>, owner: GraphNode): void {
    if (this.#links.has(link)) return;
    this.#links.add(link);
    if (this.#links.size > watchedFrom) this.#collected.register(owner, undefined);
    if (this.#links.size >= this.#sweepAt) this.#sweep();
  }

  /** Visits the owners that are still in memory. */
  visit(visit: (owner: GraphNode) => void): void {
    for (const link of this.#links) {
      const owner = link.deref();
      if (owner !== undefined) visit(owner);
    }
  }

  #countCollected(): void {
    this.#deadAtLeast += 1;
    if (2 * this.#deadAtLeast >= this.#links.size) this.#sweep();
  }

  #sweep(): void {
    for (const link of this.#links) {
      if (link.deref() === undefined) this.#links.delete(link);
    }
    this.#deadAtLeast = 0;
    this.#sweepAt = Math.max(2 * this.#links.size, watchedFrom);
  }
}
