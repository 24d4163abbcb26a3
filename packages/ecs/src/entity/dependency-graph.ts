import type { EcsId } from "@minference/protocol";
import type { Cell } from "../graph/cell.ts";
import { ownersOf } from "../graph/owners-of.ts";
import { rootsAmong } from "../graph/roots-among.ts";
import { strongComponents } from "../graph/strong-components.ts";
import { childCells } from "../graph/sub-cells.ts";
import { cellOf, entityOf, requireEntity, type Entity } from "./entity.ts";

/**
 * The dependency graph of some entities and of everything that they reach.
 *
 * ```ts
 * import { defineEntity, dependencyGraph, list } from "@minference/ecs";
 * import { z } from "zod";
 *
 * class Line extends defineEntity("Line", { amount: z.number() }) {}
 * class Invoice extends defineEntity("Invoice", { lines: list(() => Line) }) {}
 *
 * const tea = new Line({ amount: 3 });
 * const invoice = new Invoice({ lines: [tea, new Line({ amount: 4 })] });
 * const graph = dependencyGraph(invoice);
 * console.log(graph.topologicalOrder().map(({ entityType }) => entityType).join(", ")); // Line, Line, Invoice
 * console.log(graph.dependents(tea)[0] === invoice, graph.isRoot(invoice.ecsId), graph.cycles().length); // true true 0
 * ```
 *
 * Only declared `ref`, `list` and `dict` fields are edges. No question reads a storage, and no depth is limited by
 * the call stack.
 *
 * @throws {InvalidRequestError} one of `roots` is no entity.
 */
export function dependencyGraph(...roots: readonly Entity[]): DependencyGraph {
  return new DependencyGraph(roots);
}

/**
 * Answers what depends on what, as it is at the moment of the question: assignments and commits after the graph was
 * made are seen. `dependencies` and `dependents` cost what one entity holds and its owners; the others walk the graph.
 */
export class DependencyGraph {
  readonly #given: readonly Cell[];

  constructor(roots: readonly Entity[]) {
    this.#given = [...new Set(roots.map((root) => cellOf(requireEntity(root))))];
  }

  /** What an entity holds, in the order of its refs, lists and dicts, each once; itself when it holds itself. */
  dependencies(entity: Entity): readonly Entity[] {
    return [...new Set(childCells(cellOf(entity)))].map(entityOf);
  }

  /**
   * The entities in memory that hold one, each once, in no promised order; those outside of this graph too. One that
   * nobody uses any more is among them until its memory is reclaimed.
   */
  dependents(entity: Entity): readonly Entity[] {
    return [...ownersOf(cellOf(entity))].map(entityOf);
  }

  /**
   * The entities that no other one of this graph reaches; of a cycle that nothing outside it reaches, the member that
   * was given first. Everything in the graph is reached from one of them.
   */
  roots(): readonly Entity[] {
    return rootsAmong(this.#given, childCells).map(entityOf);
  }

  /** Every entity once, after everything that it depends on; the members of a cycle side by side, in a stable order. */
  topologicalOrder(): readonly Entity[] {
    return this.#components().flatMap((component) => component.toReversed().map(entityOf));
  }

  /**
   * The versions of each group of entities that all reach each other, and of each entity that holds itself; a group
   * in the order of being met, and after those that it depends on.
   */
  cycles(): readonly (readonly EcsId[])[] {
    return this.#components()
      .filter((component) => component.length > 1 || component.some(holdsItself))
      .map((component) => component.map(({ version }) => version.ecsId));
  }

  /** The entity of this graph whose present version has this id; null when there is none. */
  find(id: EcsId): Entity | null {
    const met = new Set(this.#given);
    // a Set visits what is added while it is walked
    for (const cell of met) {
      if (cell.version.ecsId === id) return entityOf(cell);
      for (const child of childCells(cell)) met.add(child);
    }
    return null;
  }

  /** True for the present version of one of the {@link roots}. */
  isRoot(id: EcsId): boolean {
    return this.roots().some(({ ecsId }) => ecsId === id);
  }

  #components(): readonly (readonly Cell[])[] {
    return strongComponents(this.#given, childCells);
  }
}

function holdsItself(cell: Cell): boolean {
  return [...childCells(cell)].includes(cell);
}
