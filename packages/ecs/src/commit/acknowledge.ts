import type { CommitReceipt, MovedRef } from "@minference/storage";
import { ownFieldsChanged } from "../change/compare.ts";
import type { ListPlan } from "../change/list-edit.ts";
import type { Base, Cell, Following } from "../graph/cell.ts";
import { ListBacking } from "../graph/list-backing.ts";
import { ListValue } from "../graph/list-value.ts";
import { link, mark } from "../graph/marks.ts";
import type { FrozenBatch, NextState } from "./frozen-batch.ts";
import type { Receipt } from "../surface/register-options.ts";

/** Lets the objects of a stored batch take over their new versions, and makes the batch their base. */
export function acknowledge(frozen: FrozenBatch, receipt: CommitReceipt): void {
  const moved = new Map(frozen.movers.map((cell, index) => [cell, receipt.moves[index]]));
  for (const next of frozen.next) takeOver(next, moved.get(next.cell) ?? null);
  for (const { cell, plans } of frozen.next) {
    for (const plan of plans) keepPlan(cell, plan);
  }
  clearMarks(frozen.next.map(({ cell }) => cell));
}

/** What a root's caller is told of the batch. */
export function receiptOf(root: Cell, frozen: FrozenBatch, receipt: CommitReceipt): Receipt {
  const moved = receipt.moves[frozen.movers.indexOf(root)];
  return {
    batchId: receipt.batchId,
    versions: frozen.batch.snapshots.map((snapshot) => snapshot.ecsId),
    ref: moved?.ref ?? null,
    moved: moved?.moved ?? true,
    tip: moved?.tip ?? null,
    siblings: moved?.siblings ?? [],
  };
}

function takeOver({ cell, base }: NextState, moved: MovedRef | null): void {
  cell.version = base.version;
  cell.base = base;
  cell.following = followingAfter(cell.following, moved);
}

function followingAfter(before: Following, moved: MovedRef | null): Following {
  if (moved !== null) return { kind: "ref", name: moved.ref, isNew: false };
  // a part that was never a root: its lineage may get refs by another hand
  return before.kind === "ref" && before.isNew ? { kind: "undecided" } : before;
}

/** A list's backing takes over the stored ids; one that others share stays theirs, and a copy does. */
function keepPlan(cell: Cell, plan: ListPlan): void {
  const { field, value, outcome } = plan;
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
  if (backing.owners.living().every((owner) => owner === cell)) {
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
function clearMarks(cells: readonly Cell[]): void {
  for (const cell of cells) {
    cell.isMarked = false;
    for (const value of Object.values(cell.state.lists)) value.backing.isMarked = false;
  }
  for (const cell of cells) {
    if (cell.base === null) continue;
    if (ownFieldsChanged(cell, cell.base) || holdsMarked(cell)) mark(cell);
    for (const value of Object.values(cell.state.lists)) forgetDone(value.backing);
  }
}

function holdsMarked(cell: Cell): boolean {
  for (const child of Object.values(cell.state.refs)) if (child?.isMarked === true) return true;
  for (const value of Object.values(cell.state.lists)) {
    if (value.spoken().some((child) => child.isMarked)) return true;
  }
  return Object.values(cell.state.dicts).some((entries) =>
    [...entries.values()].some((child) => child.isMarked),
  );
}

/** An item has nothing new to say when it is unmarked and every position of it is stored as it is. */
function forgetDone(backing: ListBacking): void {
  for (const child of [...backing.spoken]) {
    if (child.isMarked) continue;
    const isStored = backing.cells.every(
      (cell, position) => cell !== child || backing.ids[position] === child.version.ecsId,
    );
    if (isStored) backing.spoken.delete(child);
  }
}
