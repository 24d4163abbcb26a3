import type { Cell } from "../graph/cell.ts";
import type { ListValue } from "../graph/list-value.ts";
import { childCells } from "../graph/sub-cells.ts";
import { ownFieldsChanged } from "./compare.ts";

/** What a commit of some roots would write. */
export interface Collected {
  /** Every entity that would get a new version, or its first, owners before what they hold. */
  readonly changed: ReadonlySet<Cell>;
  /** Those of them whose own fields differ; the others are only above one that changes. */
  readonly own: ReadonlySet<Cell>;
  /** Every entity that was looked at, or is held by one that was. */
  readonly met: ReadonlySet<Cell>;
}

/**
 * Finds what changed below some roots: it follows marks only and compares there, so it costs O(changed + their
 * ancestors in memory), never O(tree).
 */
export function collect(roots: readonly Cell[]): Collected {
  const met = new Set<Cell>(roots);
  const own = new Set<Cell>();
  const owners = new Map<Cell, Cell[]>();
  for (const cell of met) {
    if (!cell.isMarked) continue;
    if (isOwnChanged(cell)) own.add(cell);
    for (const child of suspects(cell)) {
      met.add(child);
      // what holds a new entity has a field that differs: it needs no child to tell
      if (child.base !== null) addOwner(owners, child, cell);
    }
  }
  return { changed: withAncestors(own, owners, met), own, met };
}

/** True when something below a root, or the root itself, would be written. */
export function hasChanged(root: Cell): boolean {
  if (!root.isMarked) return false;
  const met = new Set<Cell>([root]);
  for (const cell of met) {
    if (!cell.isMarked) continue;
    if (isOwnChanged(cell)) return true;
    for (const child of suspects(cell)) met.add(child);
  }
  return false;
}

function isOwnChanged(cell: Cell): boolean {
  return cell.base === null || ownFieldsChanged(cell, cell.base);
}

function addOwner(owners: Map<Cell, Cell[]>, child: Cell, owner: Cell): void {
  const known = owners.get(child);
  if (known === undefined) owners.set(child, [owner]);
  else known.push(owner);
}

function withAncestors(
  own: ReadonlySet<Cell>,
  owners: ReadonlyMap<Cell, readonly Cell[]>,
  met: ReadonlySet<Cell>,
): ReadonlySet<Cell> {
  const changed = new Set(own);
  for (const cell of changed) {
    for (const owner of owners.get(cell) ?? []) changed.add(owner);
  }
  if (changed.size === met.size) return met;
  const inOrder = new Set<Cell>();
  for (const cell of met) if (changed.has(cell)) inOrder.add(cell);
  return inOrder;
}

/** The children that may have to be written, and those that the entity did not hold before. */
function suspects(cell: Cell): readonly Cell[] {
  const { base, definition, state } = cell;
  if (base === null) return childCells(cell);
  const found: Cell[] = [];
  for (const { name } of definition.refs) {
    const child = state.refs[name];
    if (child === null || child === undefined) continue;
    if (child.isMarked || child !== base.state.refs[name]) found.push(child);
  }
  for (const { name } of definition.dicts) {
    for (const child of state.dicts[name]?.values() ?? []) found.push(child);
  }
  for (const { name } of definition.lists) {
    const value = state.lists[name];
    if (value !== undefined) addSuspects(found, value, base.state.lists[name]);
  }
  return found;
}

function addSuspects(found: Cell[], value: ListValue, before: ListValue | undefined): void {
  const { backing, length } = value;
  if (before?.backing !== backing) {
    for (const child of value.cells()) found.push(child);
    return;
  }
  for (let position = before.length; position < length; position += 1) {
    const child = backing.cells[position];
    if (child !== undefined) found.push(child);
  }
  for (const child of backing.spokenBelow(length)) found.push(child);
}
