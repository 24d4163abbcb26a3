import type { EcsId } from "@minference/protocol";

/** Version ids by rising id. Ids mostly arrive in order, so they are sorted only when read after one that did not. */
export class SortedIds {
  readonly #ids: EcsId[] = [];
  #sorted = true;

  get size(): number {
    return this.#ids.length;
  }

  add(id: EcsId): void {
    const last = this.#ids.at(-1);
    if (last !== undefined && id < last) this.#sorted = false;
    this.#ids.push(id);
  }

  /** All ids; valid until the next `add`. */
  ascending(): readonly EcsId[] {
    if (!this.#sorted) this.#ids.sort();
    this.#sorted = true;
    return this.#ids;
  }

  /** How many ids are smaller than `id`. */
  countBelow(id: EcsId): number {
    const ids = this.ascending();
    let low = 0;
    for (let high = ids.length; low < high;) {
      const middle = (low + high) >>> 1;
      const found = ids[middle];
      if (found !== undefined && found < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
