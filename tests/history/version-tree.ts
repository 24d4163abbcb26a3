import type { EcsId } from "@minference/protocol";
import type { StoredAppend } from "./history.ts";

/** Stored versions by id, and who descends from whom. */
export class VersionTree {
  readonly #parents: ReadonlyMap<EcsId, EcsId | null>;
  readonly #depths = new Map<EcsId, number>();

  constructor(stored: readonly StoredAppend[]) {
    this.#parents = new Map(stored.map(({ ecsId, parentId }) => [ecsId, parentId]));
    for (const { ecsId } of stored) this.#measure(ecsId);
  }

  /** True when `later` is `earlier` or descends from it. */
  leads(earlier: EcsId, later: EcsId): boolean {
    const goal = this.#depths.get(earlier);
    if (goal === undefined) return false;
    let at: EcsId | null = later;
    while (at !== null && (this.#depths.get(at) ?? -1) > goal) at = this.#parents.get(at) ?? null;
    return at === earlier;
  }

  /** Versions without children. */
  leaves(): readonly EcsId[] {
    const parents = new Set(this.#parents.values());
    return [...this.#parents.keys()].filter((id) => !parents.has(id));
  }

  #measure(ecsId: EcsId): void {
    const path: EcsId[] = [];
    let at: EcsId | null = ecsId;
    while (at !== null && !this.#depths.has(at)) {
      path.push(at);
      at = this.#parents.get(at) ?? null;
    }
    let depth = at === null ? -1 : (this.#depths.get(at) ?? -1);
    for (const id of path.reverse()) this.#depths.set(id, (depth += 1));
  }
}
