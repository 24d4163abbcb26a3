import type { EcsId, JsonValue } from "@minference/protocol";
import type { StoredValue } from "@minference/storage";
import { sameJson } from "./compare.ts";

/** How one field differs between two versions. */
export type FieldDiff =
  | { readonly kind: "modified"; readonly before: JsonValue; readonly after: JsonValue }
  /** Another version, or another entity, in a ref field. */
  | { readonly kind: "child"; readonly before: EcsId | null; readonly after: EcsId | null }
  | {
      readonly kind: "list";
      /** Lengths. */
      readonly before: number;
      readonly after: number;
      /** Items of which one list has more than the other, each as often. */
      readonly added: readonly EcsId[];
      readonly removed: readonly EcsId[];
      /** True when items that both have stand in another order. */
      readonly isReordered: boolean;
    }
  | {
      readonly kind: "dict";
      /** Numbers of entries. */
      readonly before: number;
      readonly after: number;
      /** Keys. */
      readonly added: readonly string[];
      readonly removed: readonly string[];
      readonly changed: readonly string[];
    };

/** The fields that differ between two versions, by name. */
export type EntityDiff = Readonly<Record<string, FieldDiff>>;

type State = Readonly<Record<string, StoredValue>>;

/** The fields that differ between two states; a field that one of them lacks counts as null there. */
export function diffStates(before: State, after: State): EntityDiff {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  const diffs: [string, FieldDiff][] = [];
  for (const name of names) {
    const diff = diffValues(before[name], after[name]);
    if (diff !== null) diffs.push([name, diff]);
  }
  return Object.freeze(Object.fromEntries(diffs));
}

function diffValues(
  before: StoredValue | undefined,
  after: StoredValue | undefined,
): FieldDiff | null {
  const sample = after ?? before;
  if (sample === undefined) return null;
  if ("list" in sample) return diffLists(listIn(before), listIn(after));
  if ("dict" in sample) return diffDicts(dictIn(before), dictIn(after));
  if ("ref" in sample) return diffRefs(refIn(before), refIn(after));
  return diffJson(jsonIn(before), jsonIn(after));
}

function diffJson(before: JsonValue, after: JsonValue): FieldDiff | null {
  return sameJson(before, after) ? null : { kind: "modified", before, after };
}

function diffRefs(before: EcsId | null, after: EcsId | null): FieldDiff | null {
  return before === after ? null : { kind: "child", before, after };
}

function diffLists(before: readonly EcsId[], after: readonly EcsId[]): FieldDiff | null {
  if (before.length === after.length && before.every((id, index) => id === after[index]))
    return null;
  const [gone, come] = [surplus(before, after), surplus(after, before)];
  const keptBefore = before.filter((_, index) => !gone.has(index));
  const keptAfter = after.filter((_, index) => !come.has(index));
  return {
    kind: "list",
    before: before.length,
    after: after.length,
    added: after.filter((_, index) => come.has(index)),
    removed: before.filter((_, index) => gone.has(index)),
    isReordered: keptBefore.some((id, index) => id !== keptAfter[index]),
  };
}

/** Positions of the items that `others` has fewer of; of a repeated item, the last ones. */
function surplus(items: readonly EcsId[], others: readonly EcsId[]): ReadonlySet<number> {
  const open = new Map<EcsId, number>();
  for (const id of others) open.set(id, (open.get(id) ?? 0) + 1);
  const positions = new Set<number>();
  for (const [index, id] of items.entries()) {
    const left = open.get(id) ?? 0;
    if (left === 0) positions.add(index);
    else open.set(id, left - 1);
  }
  return positions;
}

type Ids = Readonly<Record<string, EcsId>>;

function diffDicts(before: Ids, after: Ids): FieldDiff | null {
  const added = Object.keys(after).filter((key) => !Object.hasOwn(before, key));
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  const changed = Object.keys(after).filter(
    (key) => Object.hasOwn(before, key) && before[key] !== after[key],
  );
  if (added.length + removed.length + changed.length === 0) return null;
  return {
    kind: "dict",
    before: Object.keys(before).length,
    after: Object.keys(after).length,
    added,
    removed,
    changed,
  };
}

function listIn(value: StoredValue | undefined): readonly EcsId[] {
  return value !== undefined && "list" in value ? value.list : [];
}

function dictIn(value: StoredValue | undefined): Ids {
  return value !== undefined && "dict" in value ? value.dict : {};
}

function refIn(value: StoredValue | undefined): EcsId | null {
  return value !== undefined && "ref" in value ? value.ref : null;
}

function jsonIn(value: StoredValue | undefined): JsonValue {
  return value !== undefined && "json" in value ? value.json : null;
}
