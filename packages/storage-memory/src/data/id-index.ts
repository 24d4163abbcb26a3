import type { EcsId } from "@minference/protocol";

/** Version ids by something that they have in common, each group by rising id. */
export class IdIndex<Key> {
  readonly #groups = new Map<Key, EcsId[]>();
  /** Ids mostly arrive in order; a group into which one did not is sorted when it is asked for. */
  readonly #unsorted = new Set<Key>();

  add(key: Key, id: EcsId): void {
    const ids = this.#groups.get(key) ?? [];
    if (ids.length === 0) this.#groups.set(key, ids);
    else if (id < (ids.at(-1) ?? id)) this.#unsorted.add(key);
    ids.push(id);
  }

  /** The ids of a group; valid until the next `add`. */
  of(key: Key): readonly EcsId[] {
    const ids = this.#groups.get(key) ?? [];
    return this.#unsorted.delete(key) ? ids.sort() : ids;
  }

  clear(): void {
    this.#groups.clear();
    this.#unsorted.clear();
  }
}

/** How many of these rising ids are smaller than `id`. */
export function countBelow(ids: readonly EcsId[], id: EcsId): number {
  let low = 0;
  for (let high = ids.length; low < high;) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? id) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
