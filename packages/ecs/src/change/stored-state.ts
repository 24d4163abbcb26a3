import type { EcsId } from "@minference/protocol";
import type { HashedValue, StoredValue, WrittenValue } from "@minference/storage";
import type { Base, Cell } from "../graph/cell.ts";
import { planList, type ListPlan } from "./list-edit.ts";
import { presentId } from "./compare.ts";

/** The state of an entity as a batch brings it, and what else its commit needs. */
export interface WrittenState {
  readonly written: Readonly<Record<string, WrittenValue>>;
  readonly hashed: Readonly<Record<string, HashedValue>>;
  readonly plans: readonly ListPlan[];
  readonly refIds: Base["refIds"];
  readonly dictIds: Base["dictIds"];
}

/** Freezes the fields of an entity for a batch in which sub-entities have the versions of `idOf`. */
export function writtenState(cell: Cell, idOf: (cell: Cell) => EcsId): WrittenState {
  const refIds = mapValues(cell.state.refs, (child) => (child === null ? null : idOf(child)));
  const dictIds = mapValues(cell.state.dicts, (entries) => idsOf(entries, idOf));
  const plans = Object.keys(cell.state.lists)
    .map((field) => planList(cell, field, idOf))
    .filter((plan) => plan !== null);
  const fields = {
    ...mapValues(cell.state.plain, (json) => ({ json })),
    ...mapValues(refIds, (id) => ({ ref: id })),
    ...mapValues(dictIds, (ids) => ({ dict: Object.fromEntries(ids) })),
  };
  const lists = plans.map((plan) => ({ plan, digest: digestOf(plan) }));
  return {
    written: {
      ...fields,
      ...Object.fromEntries(plans.map(({ field, edit }) => [field, { list: edit }])),
    },
    hashed: {
      ...fields,
      ...Object.fromEntries(lists.map(({ plan, digest }) => [plan.field, { digest }])),
    },
    plans,
    refIds,
    dictIds,
  };
}

/** The state that an entity has now, as it would be read back. */
export function presentState(cell: Cell): Readonly<Record<string, StoredValue>> {
  return {
    ...mapValues(cell.state.plain, (json) => ({ json })),
    ...mapValues(cell.state.refs, (child) => ({ ref: child === null ? null : presentId(child) })),
    ...mapValues(cell.state.dicts, (entries) => ({
      dict: Object.fromEntries(idsOf(entries, presentId)),
    })),
    ...mapValues(cell.state.lists, (value) => ({ list: value.cells().map(presentId) })),
  };
}

/** The state that an entity was loaded or last acknowledged with. */
export function baseState(base: Base): Readonly<Record<string, StoredValue>> {
  return {
    ...mapValues(base.state.plain, (json) => ({ json })),
    ...mapValues(base.refIds, (id) => ({ ref: id })),
    ...mapValues(base.dictIds, (ids) => ({ dict: Object.fromEntries(ids) })),
    ...mapValues(base.state.lists, (value) => ({ list: value.backing.ids.slice(0, value.length) })),
  };
}

function digestOf(plan: ListPlan): { readonly length: number; readonly hash: string } {
  return { length: plan.value.length, hash: plan.edit.hash };
}

function idsOf(
  entries: ReadonlyMap<string, Cell>,
  idOf: (cell: Cell) => EcsId,
): ReadonlyMap<string, EcsId> {
  return new Map([...entries].map(([key, child]) => [key, idOf(child)]));
}

function mapValues<V, W>(
  record: Readonly<Record<string, V>>,
  map: (value: V) => W,
): Readonly<Record<string, W>> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, map(value)]));
}
