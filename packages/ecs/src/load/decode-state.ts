import type { EcsId, JsonValue } from "@minference/protocol";
import {
  ListChain,
  type EntitySnapshot,
  type HashedValue,
  type StoredValue,
} from "@minference/storage";
import type { Base, Cell } from "../graph/cell.ts";
import type { FieldState } from "../graph/field-state.ts";
import { ListBacking } from "../graph/list-backing.ts";
import { ListValue } from "../graph/list-value.ts";

/** A stored state as an entity holds it, and as its content hash sees it. */
export interface DecodedState {
  readonly state: FieldState;
  readonly hashed: Readonly<Record<string, HashedValue>>;
  readonly refIds: Base["refIds"];
  readonly dictIds: Base["dictIds"];
}

/**
 * The fields of a version, with the objects of the versions that they name. `written` is its stored state, where
 * `snapshot` holds an upgraded one.
 */
export function decodeState(
  snapshot: EntitySnapshot,
  childOf: (id: EcsId) => Cell,
  written: EntitySnapshot["state"] = snapshot.state,
): DecodedState {
  const plain: Record<string, JsonValue> = {};
  const refs: Record<string, Cell | null> = {};
  const lists: Record<string, ListValue> = {};
  const dicts: Record<string, ReadonlyMap<string, Cell>> = {};
  const refIds: Record<string, EcsId | null> = {};
  const dictIds: Record<string, ReadonlyMap<string, EcsId>> = {};
  const hashed: Record<string, HashedValue> = {};
  for (const [name, value] of Object.entries(snapshot.state)) {
    if ("list" in value) {
      const isStored = written === snapshot.state || isSameList(written[name], value.list);
      const list = decodeList(snapshot, { name, ids: [...value.list], isStored }, childOf);
      lists[name] = list;
      hashed[name] = { digest: digestOf(list) };
      continue;
    }
    hashed[name] = value;
    if ("json" in value) plain[name] = value.json;
    else if ("ref" in value) {
      refIds[name] = value.ref;
      refs[name] = value.ref === null ? null : childOf(value.ref);
    } else {
      dictIds[name] = new Map(Object.entries(value.dict));
      dicts[name] = new Map([...dictIds[name]].map(([key, id]) => [key, childOf(id)]));
    }
  }
  return { state: { plain, refs, lists, dicts }, hashed, refIds, dictIds };
}

function decodeList(
  snapshot: EntitySnapshot,
  stored: { readonly name: string; readonly ids: EcsId[]; readonly isStored: boolean },
  childOf: (id: EcsId) => Cell,
): ListValue {
  const { name, ids, isStored } = stored;
  if (ids.length === 0) return ListValue.empty();
  const backing = new ListBacking(ids.map(childOf), ids, new ListChain());
  const { ecsId, type } = snapshot;
  if (isStored) backing.stored = { version: ecsId, type, field: name, length: ids.length };
  return new ListValue(backing, ids.length);
}

function isSameList(stored: StoredValue | undefined, ids: readonly EcsId[]): boolean {
  if (stored === undefined || !("list" in stored) || stored.list.length !== ids.length)
    return false;
  return stored.list.every((id, index) => id === ids[index]);
}

function digestOf({ backing, length }: ListValue): {
  readonly length: number;
  readonly hash: string;
} {
  return { length, hash: backing.chain.hash(backing.ids, length) };
}
