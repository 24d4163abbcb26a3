import type { Cell } from "./cell.ts";
import { link } from "./marks.ts";

/** The cells that an entity holds now, in the order of its fields; one held twice comes twice. */
export function* childCells(cell: Cell): Generator<Cell> {
  for (const child of Object.values(cell.state.refs)) if (child !== null) yield child;
  for (const value of Object.values(cell.state.lists)) yield* value.cells();
  for (const entries of Object.values(cell.state.dicts)) yield* entries.values();
}

/** Every cell below one, each once; a cycle may lead back to it, but it is not its own sub-entity. */
export function subCells(root: Cell): readonly Cell[] {
  const found = new Set<Cell>([root]);
  // a Set visits what is added while it is walked, so no depth is limited by the call stack
  for (const cell of found) {
    for (const child of childCells(cell)) found.add(child);
  }
  found.delete(root);
  return [...found];
}

/** Links everything that an entity holds to it. */
export function linkState(cell: Cell): void {
  for (const child of Object.values(cell.state.refs)) if (child !== null) link(cell, child);
  for (const value of Object.values(cell.state.lists)) {
    // an empty list is linked when it gets its first item
    if (value.length > 0) link(cell, value.backing);
  }
  for (const entries of Object.values(cell.state.dicts)) {
    for (const child of entries.values()) link(cell, child);
  }
}
