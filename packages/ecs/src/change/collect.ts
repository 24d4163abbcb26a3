import type { Cell } from "../graph/cell.ts";
import type { ListValue } from "../graph/list-value.ts";
import { childCells } from "../graph/sub-cells.ts";
import { ownFieldsChanged } from "./compare.ts";

/** What a commit of some roots would write. */
export interface Collected {
  /** Every entity that would get a new version, or its first, owners before what they hold. */
  readonly changed: ReadonlySet<Cell>;
  /** Every entity that was looked at, or is held by one that was. */
  readonly met: ReadonlySet<Cell>;
}

/**
 * Finds what changed below some roots: it follows marks only and compares there, so it costs O(changed + their
 * ancestors in memory), never O(tree).
 */
export function collect(roots: readonly Cell[]): Collected {
  const met = new Set<Cell>(roots);
  const holdings: Holding[] = [];
  let end = roots[0];
  let isLine = roots.length === 1;
  for (const cell of met) {
    end = cell;
    if (!cell.isMarked) continue;
    const children = suspects(cell);
    if (children.length > 1) isLine = false;
    for (const child of children) {
      met.add(child);
      // what holds a new entity has a field that differs: it needs no child to tell
      if (child.base !== null) holdings.push({ owner: cell, child });
    }
  }
  // mostly one change far below: all others are its ancestors
  const isEndChanged = isLine && end?.isMarked === true && isOwnChanged(end);
  return { changed: isEndChanged ? met : changedAmong(met, holdings), met };
}

/** One entity that holds another. */
interface Holding {
  readonly owner: Cell;
  readonly child: Cell;
}

/** True when something below a root, or the root itself, would be written. */
export function hasChanged(root: Cell): boolean {
  if (!root.isMarked) return false;
  // one change is found where the marks lead, with nothing compared on the way
  if (isOwnChanged(endOfMarks(root))) return true;
  const met = new Set<Cell>([root]);
  for (const cell of met) {
    if (!cell.isMarked) continue;
    if (isOwnChanged(cell)) return true;
    for (const child of suspects(cell)) met.add(child);
  }
  return false;
}

/** True when an entity was never stored, or its own fields differ from what was. */
export function isOwnChanged(cell: Cell): boolean {
  return cell.base === null || ownFieldsChanged(cell, cell.base);
}

/** So far marks are followed: in a cycle they have no end. */
const longestTrail = 64;

/** Where the first mark below a marked entity leads. */
function endOfMarks(root: Cell): Cell {
  let end = root;
  for (let step = 0; step < longestTrail; step += 1) {
    const next = firstMarked(end);
    if (next === null) return end;
    end = next;
  }
  return end;
}

/** The first marked entity that a stored one holds by a ref or in a list. */
function firstMarked({ base, definition, state }: Cell): Cell | null {
  if (base === null) return null;
  for (const { name } of definition.refs) {
    const child = state.refs[name];
    if (child?.isMarked === true) return child;
  }
  for (const { name } of definition.lists) {
    const value = state.lists[name];
    const child = value?.backing.firstSpokenBelow(value.length);
    if (child?.isMarked === true) return child;
  }
  return null;
}

function ownersIn(holdings: readonly Holding[]): ReadonlyMap<Cell, readonly Cell[]> {
  const owners = new Map<Cell, Cell[]>();
  for (const { owner, child } of holdings) {
    const known = owners.get(child);
    if (known === undefined) owners.set(child, [owner]);
    else known.push(owner);
  }
  return owners;
}

/** Those whose own fields differ, and their owners. */
function changedAmong(met: ReadonlySet<Cell>, holdings: readonly Holding[]): ReadonlySet<Cell> {
  const owners = ownersIn(holdings);
  const changed = new Set<Cell>();
  // what was met last first: the owners of what changed need not be compared
  for (const cell of [...met].reverse()) {
    if (!cell.isMarked || changed.has(cell) || !isOwnChanged(cell)) continue;
    const rising = [cell];
    for (const next of rising) {
      if (changed.has(next)) continue;
      changed.add(next);
      for (const owner of owners.get(next) ?? []) rising.push(owner);
    }
  }
  return changed.size === met.size ? met : new Set([...met].filter((cell) => changed.has(cell)));
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
