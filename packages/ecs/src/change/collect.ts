import type { Cell } from "../graph/cell.ts";
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
    if (cell.base === null || ownFieldsChanged(cell, cell.base)) own.add(cell);
    for (const child of suspects(cell)) {
      met.add(child);
      const holders = owners.get(child);
      if (holders === undefined) owners.set(child, [cell]);
      else holders.push(cell);
    }
  }
  return { changed: withAncestors(own, owners, met), own, met };
}

/** True when something below a root, or the root itself, would be written. */
export function hasChanged(root: Cell): boolean {
  return root.isMarked && collect([root]).changed.size > 0;
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
  return new Set([...met].filter((cell) => changed.has(cell)));
}

/** The children that may have to be written, and those that the entity did not hold before. */
function* suspects(cell: Cell): Generator<Cell> {
  const { base } = cell;
  if (base === null) {
    yield* childCells(cell);
    return;
  }
  for (const [name, child] of Object.entries(cell.state.refs)) {
    if (child !== null && (child.isMarked || child !== base.state.refs[name])) yield child;
  }
  for (const entries of Object.values(cell.state.dicts)) yield* entries.values();
  for (const [name, value] of Object.entries(cell.state.lists)) {
    const before = base.state.lists[name];
    if (before?.backing !== value.backing) yield* value.cells();
    else {
      yield* value.backing.cells.slice(before.length, value.length);
      yield* value.spoken();
    }
  }
}
