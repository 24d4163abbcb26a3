import { shortId, type EcsId, type LineageId } from "@minference/protocol";
import { heldIds, type EntitySnapshot, type StorageProblem } from "@minference/storage";
import { listIds } from "./list-ids.ts";
import { pagesOf } from "./pages-of.ts";
import { contentProblems, placeProblems, type Place } from "./problems-of-version.ts";
import { readAll } from "./read-all.ts";
import type { UpkeepParts } from "./upkeep-parts.ts";

/** Lists what is damaged: what the backend finds, and what it did not; see `Upkeep.verify`. */
export async function verifyVersions(parts: UpkeepParts): Promise<readonly StorageProblem[]> {
  return new Verification(parts, await parts.storage.verify()).problems();
}

/** One reading of everything. It remembers of each version its id and its place, and no content. */
class Verification {
  readonly #parts: UpkeepParts;
  readonly #problems: StorageProblem[];
  /** Versions, and lineages without one, that the backend says something about: it is not said twice. */
  readonly #told: ReadonlySet<EcsId | LineageId | null>;
  readonly #stored = new Set<EcsId>();
  readonly #places = new Map<EcsId, Place>();
  readonly #placesByLineage = new Map<LineageId, Place>();

  constructor(parts: UpkeepParts, told: readonly StorageProblem[]) {
    this.#parts = parts;
    this.#problems = [...told];
    this.#told = new Set(told.map(({ ecsId, lineageId }) => ecsId ?? lineageId));
  }

  async problems(): Promise<readonly StorageProblem[]> {
    const { storage } = this.#parts;
    const { countByType } = await storage.status();
    for (const type of Object.keys(countByType)) {
      for await (const id of listIds(storage, type)) this.#stored.add(id);
    }
    // by rising id, so that a parent is read before its children
    for (const page of pagesOf([...this.#stored].sort())) await this.#verifyPage(page);
    for (const page of pagesOf([...this.#placesByLineage.keys()])) await this.#verifyRefs(page);
    return this.#problems;
  }

  async #verifyPage(page: readonly EcsId[]): Promise<void> {
    const snapshots: EntitySnapshot[] = [];
    for await (const read of readAll(this.#parts.storage, page)) {
      if (read.outcome === "read") snapshots.push(read.snapshot);
      else this.#tellDamaged(read.ecsId, read.problem);
    }
    await this.#learnNewer(snapshots.flatMap(({ state }) => Object.values(state).flatMap(heldIds)));
    for (const snapshot of snapshots) this.#verifyVersion(snapshot);
  }

  /** A version may name one that was stored after the ids were listed. */
  async #learnNewer(ids: readonly EcsId[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#stored.has(id));
    for (const page of pagesOf(unknown)) {
      for await (const read of readAll(this.#parts.storage, page)) {
        if (read.outcome === "read") this.#place(read.snapshot);
      }
    }
  }

  #verifyVersion(snapshot: EntitySnapshot): void {
    const { ecsId, lineageId, type } = snapshot;
    this.#place(snapshot);
    const surroundings = {
      types: this.#parts.types,
      isStored: (id: EcsId) => this.#stored.has(id),
      placeOf: (id: EcsId) => this.#places.get(id) ?? null,
    };
    const found = [
      ...(this.#told.has(ecsId) ? [] : contentProblems(snapshot, surroundings.isStored)),
      ...placeProblems(snapshot, surroundings),
    ];
    for (const what of found) {
      this.#problems.push({ problem: `${type} …${shortId(ecsId)}: ${what}`, ecsId, lineageId });
    }
  }

  async #verifyRefs(lineages: readonly LineageId[]): Promise<void> {
    const refs = await this.#parts.storage.refs(lineages);
    await this.#learnNewer(refs.map(({ tip }) => tip));
    for (const { lineageId, name, tip } of refs) {
      const place = this.#places.get(tip);
      // a tip that is stored and has no place could not be read, which is told already
      const isGood = place === undefined ? this.#stored.has(tip) : place.lineageId === lineageId;
      if (isGood || this.#told.has(lineageId)) continue;
      const problem = `Ref ${name} points to …${shortId(tip)}, which is no version of its lineage`;
      this.#problems.push({ problem, ecsId: null, lineageId });
    }
  }

  #tellDamaged(ecsId: EcsId, problem: string): void {
    if (this.#told.has(ecsId)) return;
    this.#problems.push({ problem: `…${shortId(ecsId)}: ${problem}`, ecsId, lineageId: null });
  }

  /** One object serves all versions of a lineage. */
  #place({ ecsId, lineageId, type }: EntitySnapshot): void {
    const known = this.#placesByLineage.get(lineageId);
    const place = known?.type === type ? known : { type, lineageId };
    if (known === undefined) this.#placesByLineage.set(lineageId, place);
    this.#places.set(ecsId, place);
    this.#stored.add(ecsId);
  }
}
