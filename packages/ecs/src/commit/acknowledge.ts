import type { CommitReceipt, MovedRef } from "@minference/storage";
import { ownFieldsChanged } from "../change/compare.ts";
import type { ListPlan } from "../change/list-edit.ts";
import type { Base, Cell, Following } from "../graph/cell.ts";
import { isShared } from "../graph/is-shared.ts";
import { ListBacking } from "../graph/list-backing.ts";
import { ListValue } from "../graph/list-value.ts";
import { link, mark } from "../graph/marks.ts";
import type { FrozenBatch, NextState } from "./frozen-batch.ts";
import type { Receipt } from "../surface/register-options.ts";

/** Lets the objects of a stored batch take over their new versions, and makes the batch their base. */
export function acknowledge(frozen: FrozenBatch, receipt: CommitReceipt): void {
  for (const next of frozen.next) takeOver(next, moveFor(next.cell, frozen, receipt));
  for (const { cell, plans } of frozen.next) {
    for (const plan of plans) keepPlan(cell, plan);
  }
  clearMarks(frozen.next);
}

/** What a root's caller is told of the batch. */
export function receiptOf(root: Cell, frozen: FrozenBatch, receipt: CommitReceipt): Receipt {
  const moved = moveFor(root, frozen, receipt);
  return {
    batchId: receipt.batchId,
    versions: frozen.versions,
    ref: moved?.ref ?? null,
    moved: moved?.moved ?? true,
    tip: moved?.tip ?? null,
    siblings: moved?.siblings ?? [],
  };
}

function moveFor(cell: Cell, frozen: FrozenBatch, receipt: CommitReceipt): MovedRef | null {
  const index = frozen.moveOf.get(cell);
  return index === undefined ? null : (receipt.moves[index] ?? null);
}

function takeOver({ cell, base }: NextState, moved: MovedRef | null): void {
  cell.version = base.version;
  cell.base = base;
  cell.following = followingAfter(cell.following, moved);
}

const undecided: Following = Object.freeze({ kind: "undecided" });

function followingAfter(before: Following, moved: MovedRef | null): Following {
  if (moved !== null) return { kind: "ref", name: moved.ref, isNew: false };
  // a part that was never a root: its lineage may get refs by another hand
  return before.kind === "ref" && before.isNew ? undecided : before;
}

/** A list's backing takes over the stored ids; one that others share stays theirs, and a copy does. */
function keepPlan(cell: Cell, plan: ListPlan): void {
  const { field, value, outcome } = plan;
  // no edit starts from an empty list, and all entities share it
  if (value.length === 0) return;
  const stored = {
    version: cell.version.ecsId,
    type: cell.definition.shape.type,
    field,
    length: value.length,
  };
  if (outcome.kind === "extended") {
    value.backing.stored = stored;
    return;
  }
  const { backing } = value;
  if (!isShared(backing, cell, field)) {
    backing.adopt(outcome.ids, outcome.chain);
    backing.stored = stored;
    return;
  }
  const copy = new ListBacking([...backing.cells], outcome.ids, outcome.chain);
  copy.stored = stored;
  replaceBacking(cell, field, { from: value, to: copy });
}

function replaceBacking(
  cell: Cell,
  field: string,
  backing: { readonly from: ListValue; readonly to: ListBacking },
): void {
  const moved = (value: ListValue | undefined): ListValue =>
    new ListValue(backing.to, value?.length ?? backing.from.length);
  link(cell, backing.to);
  const { base } = cell;
  const isUnchanged = cell.state === base?.state;
  if (base !== null) cell.base = withList(base, field, moved(base.state.lists[field]));
  if (isUnchanged && cell.base !== null) cell.state = cell.base.state;
  else if (cell.state.lists[field]?.backing === backing.from.backing) {
    const lists = { ...cell.state.lists, [field]: moved(cell.state.lists[field]) };
    cell.state = { ...cell.state, lists };
  }
}

function withList(base: Base, field: string, value: ListValue): Base {
  return { ...base, state: { ...base.state, lists: { ...base.state.lists, [field]: value } } };
}

/** Marks go where nothing differs any more; what was changed meanwhile is marked anew, upwards too. */
function clearMarks(next: readonly NextState[]): void {
  for (const { cell } of next) {
    cell.isMarked = false;
    for (const { backing } of listsOf(cell)) if (backing.isMarked) backing.isMarked = false;
  }
  for (const { cell, base } of next) {
    if (ownFieldsChanged(cell, cell.base ?? base) || holdsMarked(cell)) mark(cell);
    for (const { backing } of listsOf(cell)) backing.forgetStored();
  }
}

function holdsMarked(cell: Cell): boolean {
  const { definition, state } = cell;
  if (definition.refs.some(({ name }) => state.refs[name]?.isMarked === true)) return true;
  for (const { backing, length } of listsOf(cell)) {
    if (backing.spokenBelow(length).some(isMarked)) return true;
  }
  return definition.dicts.some(({ name }) =>
    [...(state.dicts[name]?.values() ?? [])].some(isMarked),
  );
}

function isMarked(cell: Cell): boolean {
  return cell.isMarked;
}

function listsOf({ definition, state }: Cell): readonly ListValue[] {
  return definition.lists.flatMap(({ name }) => state.lists[name] ?? []);
}
