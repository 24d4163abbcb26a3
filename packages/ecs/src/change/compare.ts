import type { EcsId, JsonValue } from "@minference/protocol";
import { canonicalJson } from "@minference/storage";
import type { Base, Cell } from "../graph/cell.ts";
import type { ListValue } from "../graph/list-value.ts";

/** True for equal JSON: deeply, whatever the order of keys. */
export function sameJson(left: JsonValue, right: JsonValue): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  return canonicalJson(left) === canonicalJson(right);
}

/** The version that an entity has now. */
export function presentId(cell: Cell): EcsId {
  return cell.version.ecsId;
}

/**
 * True when an entity's own fields differ from its base: values, and versions of what they point to. One that
 * was forked counts as changed: others may point to its new version already.
 */
export function ownFieldsChanged(cell: Cell, base: Base): boolean {
  return (
    cell.version !== base.version ||
    plainChanged(cell, base) ||
    refsChanged(cell, base) ||
    listsChanged(cell, base) ||
    dictsChanged(cell, base)
  );
}

function plainChanged(cell: Cell, base: Base): boolean {
  if (cell.state.plain === base.state.plain) return false;
  return Object.entries(base.state.plain).some(
    ([name, before]) => !sameJson(before, cell.state.plain[name] ?? null),
  );
}

function refsChanged(cell: Cell, base: Base): boolean {
  return Object.entries(cell.state.refs).some(
    ([name, child]) => (child === null ? null : child.version.ecsId) !== base.refIds[name],
  );
}

function dictsChanged(cell: Cell, base: Base): boolean {
  return Object.entries(cell.state.dicts).some(([name, entries]) => {
    const before = base.dictIds[name];
    if (before === undefined || before.size !== entries.size) return true;
    return [...entries].some(([key, child]) => before.get(key) !== child.version.ecsId);
  });
}

function listsChanged(cell: Cell, base: Base): boolean {
  return Object.entries(cell.state.lists).some(([name, value]) => {
    const before = base.state.lists[name];
    return before === undefined || listChanged(value, before);
  });
}

function listChanged(value: ListValue, before: ListValue): boolean {
  if (value.length !== before.length) return true;
  if (value.backing === before.backing) {
    return value.backing.movedPositions(value.length, presentId).length > 0;
  }
  for (let position = 0; position < value.length; position += 1) {
    const cell = value.backing.cells[position];
    if (cell === undefined || presentId(cell) !== before.backing.ids[position]) return true;
  }
  return false;
}
