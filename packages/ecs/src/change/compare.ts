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
  const { refs, lists, dicts } = cell.definition;
  return (
    cell.version !== base.version ||
    plainChanged(cell, base) ||
    (refs.length > 0 && refsChanged(cell, base)) ||
    (lists.length > 0 && listsChanged(cell, base)) ||
    (dicts.length > 0 && dictsChanged(cell, base))
  );
}

function plainChanged({ definition, state }: Cell, base: Base): boolean {
  if (state.plain === base.state.plain) return false;
  return definition.plain.some(
    ({ name }) => !sameJson(base.state.plain[name] ?? null, state.plain[name] ?? null),
  );
}

function refsChanged({ definition, state }: Cell, base: Base): boolean {
  return definition.refs.some(
    ({ name }) => (state.refs[name]?.version.ecsId ?? null) !== (base.refIds[name] ?? null),
  );
}

function dictsChanged({ definition, state }: Cell, base: Base): boolean {
  return definition.dicts.some(({ name }) => dictChanged(state.dicts[name], base.dictIds[name]));
}

function dictChanged(
  entries: ReadonlyMap<string, Cell> | undefined,
  before: ReadonlyMap<string, EcsId> | undefined,
): boolean {
  if (entries === undefined || before === undefined) return entries !== before;
  if (before.size !== entries.size) return true;
  for (const [key, child] of entries) if (before.get(key) !== child.version.ecsId) return true;
  return false;
}

function listsChanged({ definition, state }: Cell, base: Base): boolean {
  return definition.lists.some(({ name }) =>
    listChanged(state.lists[name], base.state.lists[name]),
  );
}

function listChanged(value: ListValue | undefined, before: ListValue | undefined): boolean {
  if (value === undefined || before === undefined) return value !== before;
  if (value.length !== before.length) return true;
  if (value.backing === before.backing) return value.backing.hasMoved(value.length, presentId);
  for (let position = 0; position < value.length; position += 1) {
    const cell = value.backing.cells[position];
    if (cell === undefined || presentId(cell) !== before.backing.ids[position]) return true;
  }
  return false;
}
