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
  const { definition, state } = cell;
  const written: Record<string, WrittenValue> = {};
  const hashed: Record<string, HashedValue> = {};
  for (const { name } of definition.plain) {
    written[name] = hashed[name] = { json: state.plain[name] ?? null };
  }
  const refIds = refIdsOf(cell, idOf);
  for (const { name } of definition.refs) {
    written[name] = hashed[name] = { ref: refIds[name] ?? null };
  }
  const dictIds = dictIdsOf(cell, idOf);
  for (const { name } of definition.dicts) {
    written[name] = hashed[name] = { dict: Object.fromEntries(dictIds[name] ?? []) };
  }
  const plans: ListPlan[] = [];
  for (const { name } of definition.lists) {
    const plan = planList(cell, name, idOf);
    if (plan === null) continue;
    plans.push(plan);
    written[name] = { list: plan.edit };
    hashed[name] = { digest: { length: plan.value.length, hash: plan.edit.hash } };
  }
  return { written, hashed, plans, refIds, dictIds };
}

/** Shared by all entities without fields of a kind. */
const none: Readonly<Record<string, never>> = Object.freeze({});

function refIdsOf({ definition, state }: Cell, idOf: (cell: Cell) => EcsId): Base["refIds"] {
  if (definition.refs.length === 0) return none;
  const ids: Record<string, EcsId | null> = {};
  for (const { name } of definition.refs) {
    const child = state.refs[name] ?? null;
    ids[name] = child === null ? null : idOf(child);
  }
  return ids;
}

function dictIdsOf({ definition, state }: Cell, idOf: (cell: Cell) => EcsId): Base["dictIds"] {
  if (definition.dicts.length === 0) return none;
  const ids: Record<string, ReadonlyMap<string, EcsId>> = {};
  for (const { name } of definition.dicts) ids[name] = idsOf(state.dicts[name] ?? new Map(), idOf);
  return ids;
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
