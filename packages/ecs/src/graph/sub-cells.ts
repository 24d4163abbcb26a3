import type { Cell } from "./cell.ts";
import { link } from "./marks.ts";

/** The cells that an entity holds now, in the order of its fields; one held twice comes twice. */
export function childCells(cell: Cell): readonly Cell[] {
  const { definition, state } = cell;
  const children: Cell[] = [];
  for (const { name } of definition.refs) {
    const child = state.refs[name];
    if (child !== null && child !== undefined) children.push(child);
  }
  for (const { name } of definition.lists) {
    for (const child of state.lists[name]?.cells() ?? []) children.push(child);
  }
  for (const { name } of definition.dicts) {
    for (const child of state.dicts[name]?.values() ?? []) children.push(child);
  }
  return children;
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
  const { definition, state } = cell;
  for (const { name } of definition.refs) {
    const child = state.refs[name];
    if (child !== null && child !== undefined) link(cell, child);
  }
  for (const { name } of definition.lists) {
    const value = state.lists[name];
    // an empty list is linked when it gets its first item
    if (value !== undefined && value.length > 0) link(cell, value.backing);
  }
  for (const { name } of definition.dicts) {
    for (const child of state.dicts[name]?.values() ?? []) link(cell, child);
  }
}
