import type { EcsId } from "@minference/protocol";
import { ListChain, type ListEdit } from "@minference/storage";
import type { Base, Cell } from "../graph/cell.ts";
import { isShared } from "../graph/is-shared.ts";
import type { ListBacking } from "../graph/list-backing.ts";
import type { ListValue } from "../graph/list-value.ts";

/** A list made ready to be written, and what its backing will know when it is stored. */
export interface ListPlan {
  readonly field: string;
  readonly value: ListValue;
  readonly edit: ListEdit;
  /** `extended`: the ids stand in the backing already; `rewritten`: they take its place when stored. */
  readonly outcome:
    | { readonly kind: "extended" }
    | { readonly kind: "rewritten"; readonly ids: EcsId[]; readonly chain: ListChain };
}

/** The stored list that an edit starts from. */
interface Start {
  readonly from: EcsId;
  readonly backing: ListBacking;
  readonly length: number;
}

/** How a list is written: as an edit of the list that the entity, or another one, has stored. */
export function planList(cell: Cell, field: string, idOf: (cell: Cell) => EcsId): ListPlan | null {
  const value = cell.state.lists[field];
  if (value === undefined) return null;
  const start = startOf(cell, field, value);
  const { backing } = value;
  if (start?.backing === backing) {
    const keep = Math.min(start.length, value.length);
    const isOwn = cell.base !== null;
    const moved = isOwn
      ? backing.movedPositions(keep, idOf)
      : differing(value, start, idOf).positions;
    if (moved.length === 0) {
      const append = backing.cells.slice(keep, value.length).map(idOf);
      if (mayPut(append, keep, { backing, cell, field })) {
        return extended({ field, value, from: start.from, keep, append });
      }
    }
  }
  return rewritten({ field, value, start }, idOf);
}

/** What an extended list put into its backing is taken back when its batch was refused, unless others have it too. */
export function dropPlan(plan: ListPlan, cell: Cell): void {
  if (plan.outcome.kind === "rewritten" || plan.edit.append.length === 0) return;
  const { backing } = plan.value;
  if (isShared(backing, cell, plan.field)) return;
  backing.ids.length = plan.edit.keep;
  backing.chain.forgetFrom(plan.edit.keep);
}

function startOf(cell: Cell, field: string, value: ListValue): Start | null {
  const { base, definition } = cell;
  if (base !== null) return ownStart(base, field);
  const { stored } = value.backing;
  if (stored === null || stored.field !== field || stored.type !== definition.shape.type)
    return null;
  return stored.length === 0
    ? null
    : { from: stored.version, backing: value.backing, length: stored.length };
}

function ownStart(base: Base, field: string): Start | null {
  const before = base.state.lists[field];
  // a list that an upgrade changed is nowhere stored: there is nothing to start from
  if (before === undefined || before.length === 0 || before.backing.stored === null) return null;
  return { from: base.version.ecsId, backing: before.backing, length: before.length };
}

/** True unless another list on the backing has, or is being stored with, other versions of these items. */
function mayPut(
  append: readonly EcsId[],
  keep: number,
  {
    backing,
    cell,
    field,
  }: { readonly backing: ListBacking; readonly cell: Cell; readonly field: string },
): boolean {
  const differs = append.some((id, offset) => (backing.ids[keep + offset] ?? id) !== id);
  return !differs || !isShared(backing, cell, field);
}

function extended(list: {
  readonly field: string;
  readonly value: ListValue;
  readonly from: EcsId;
  readonly keep: number;
  readonly append: readonly EcsId[];
}): ListPlan {
  const { field, value, from, keep, append } = list;
  const { backing } = value;
  if (append.length > 0) {
    backing.chain.forgetFrom(keep);
    for (const [offset, id] of append.entries()) backing.ids[keep + offset] = id;
  }
  const hash = backing.chain.hash(backing.ids, value.length);
  return {
    field,
    value,
    edit: { from, keep, put: [], append, hash },
    outcome: { kind: "extended" },
  };
}

function rewritten(
  list: { readonly field: string; readonly value: ListValue; readonly start: Start | null },
  idOf: (cell: Cell) => EcsId,
): ListPlan {
  const { field, value, start } = list;
  const ids = value.cells().map(idOf);
  const { keep, positions, prefix } = differing(value, start, idOf);
  const chain = start === null ? new ListChain() : start.backing.chain.copyBefore(prefix);
  const hash = chain.hash(ids, ids.length);
  // as many replaced items as items behind the first difference: then it is no replacing
  const isReplacing = positions.length < keep - prefix;
  const kept = isReplacing ? keep : prefix;
  const put = positions.filter((position) => position < kept);
  return {
    field,
    value,
    edit: {
      from: kept === 0 ? null : (start?.from ?? null),
      keep: kept,
      put: put.map((position): [number, EcsId] => [position, itemAt(ids, position)]),
      append: ids.slice(kept),
      hash,
    },
    outcome: { kind: "rewritten", ids, chain },
  };
}

interface Difference {
  /** Items that both lists have a position for. */
  readonly keep: number;
  /** First position that differs, or `keep`. */
  readonly prefix: number;
  readonly positions: readonly number[];
}

function differing(value: ListValue, start: Start | null, idOf: (cell: Cell) => EcsId): Difference {
  const keep = Math.min(start?.length ?? 0, value.length);
  const positions: number[] = [];
  for (let position = 0; position < keep; position += 1) {
    const cell = value.backing.cells[position];
    if (cell !== undefined && idOf(cell) !== start?.backing.ids[position]) positions.push(position);
  }
  return { keep, prefix: positions[0] ?? keep, positions };
}

function itemAt(ids: readonly EcsId[], position: number): EcsId {
  const found = ids[position];
  if (found === undefined) throw new RangeError(`a list of ${ids.length} has no item ${position}`);
  return found;
}
