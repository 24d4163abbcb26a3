import type { CommitFate } from "@minference/storage/conformance";

/** What one modelled entity holds: a text, and the names of entities it points to. */
export interface ModelState {
  readonly label: string;
  readonly next: string | null;
  readonly kids: readonly string[];
  /** By rising key. */
  readonly named: readonly (readonly [key: string, name: string])[];
}

/** One stored version of a modelled entity, with the versions of what it held. */
interface StoredModel {
  readonly state: ModelState;
  readonly version: number;
  readonly held: readonly (readonly [name: string, version: number])[];
}

/** What a batch of the model would store. */
interface ModelBatch {
  readonly roots: readonly string[];
  readonly next: Map<string, StoredModel>;
  readonly demand: Demand;
}

/** Whether the ref of a root must be moved by its batch. */
export type Demand = "any ref" | "head";

/**
 * V15 to V26 and V39 over plain maps: one version of each changed entity and each of its owners, none without a change,
 * an unknown batch before anything else of its entities, and a ref that another writer has moved is left to it.
 */
export class VersionModel {
  readonly live = new Map<string, ModelState>();
  readonly #stored = new Map<string, StoredModel>();
  #unsure: ModelBatch[] = [];
  /** Lineages with a ref `main`, and whether their entity follows it still, or a branch instead. */
  readonly main = new Map<string, "followed" | "moved by another" | "left for a branch">();
  /** Versions that this writer has stored. */
  versions = 0;
  /** Batches that it has sent, those sent again included. */
  sent = 0;
  readonly rivals = new Map<string, number>();

  /** The last version of an entity that this writer has stored; 0: none. */
  versionOf(name: string): number {
    return this.#stored.get(name)?.version ?? 0;
  }

  /** True when a register of `root` would store something that the last acknowledged state lacks. */
  isModified(root: string): boolean {
    return this.#collect([root]).size > 0;
  }

  /** Registers `roots`; `outcome` is met by a batch that is sent for the first time. */
  register(roots: readonly string[], outcome: CommitFate, demand: Demand): "done" | "failed" {
    const reached = this.#reached(roots);
    for (const batch of this.#unsure) {
      if ([...batch.next.keys()].some((name) => reached.has(name))) this.#sendAgain(batch);
    }
    const batch = { roots, next: this.#collect(roots), demand };
    if (batch.next.size === 0) return "done";
    this.sent += 1;
    if (outcome === "unknown, not stored") this.#unsure.push(batch);
    else if (outcome !== "refused" && !this.#isLate(batch)) {
      if (outcome === "stored") return this.#apply(batch);
      this.#unsure.push(batch);
    }
    return "failed";
  }

  /** Sends every batch again of which nobody knows whether it was stored. */
  settle(): void {
    for (const batch of this.#unsure) this.#sendAgain(batch);
  }

  /** Another writer changes the head of `main`, if there is one. */
  rival(name: string): void {
    const main = this.main.get(name);
    if (main === undefined) return;
    this.rivals.set(name, (this.rivals.get(name) ?? 0) + 1);
    if (main === "followed") this.main.set(name, "moved by another");
  }

  #sendAgain(batch: ModelBatch): void {
    this.sent += 1;
    this.#unsure = this.#unsure.filter((other) => other !== batch);
    if (!this.#isLate(batch)) this.#apply(batch);
  }

  #isLate({ roots, next, demand }: ModelBatch): boolean {
    return (
      demand === "head" &&
      roots.some((name) => next.has(name) && this.main.get(name) === "moved by another")
    );
  }

  #apply(batch: ModelBatch): "done" {
    for (const [name, stored] of batch.next) {
      this.#stored.set(name, stored);
      if (this.main.get(name) === "moved by another") this.main.set(name, "left for a branch");
      else if (batch.roots.includes(name) && !this.main.has(name)) this.main.set(name, "followed");
    }
    this.versions += batch.next.size;
    return "done";
  }

  #collect(roots: readonly string[]): Map<string, StoredModel> {
    const reached = this.#reached(roots);
    const changed = new Set([...reached].filter((name) => this.#differs(name)));
    for (let size = -1; size !== changed.size;) {
      size = changed.size;
      for (const name of reached) {
        if (this.#held(name).some((child) => changed.has(child))) changed.add(name);
      }
    }
    const version = (name: string): number => this.versionOf(name) + (changed.has(name) ? 1 : 0);
    const next = (name: string): StoredModel => ({
      state: this.#state(name),
      version: version(name),
      held: this.#held(name).map((child) => [child, version(child)]),
    });
    return new Map([...changed].map((name) => [name, next(name)]));
  }

  #differs(name: string): boolean {
    const stored = this.#stored.get(name);
    const held = this.#held(name).map((child) => [child, this.versionOf(child)]);
    const now = JSON.stringify([this.#state(name), held]);
    return stored === undefined || now !== JSON.stringify([stored.state, stored.held]);
  }

  #reached(roots: readonly string[]): ReadonlySet<string> {
    const reached = new Set(roots);
    for (const name of reached) for (const child of this.#held(name)) reached.add(child);
    return reached;
  }

  #held(name: string): readonly string[] {
    const { next, kids, named } = this.#state(name);
    return [...(next === null ? [] : [next]), ...kids, ...named.map(([, child]) => child)];
  }

  #state(name: string): ModelState {
    const state = this.live.get(name);
    if (state === undefined) throw new RangeError(`the model has no entity ${name}`);
    return state;
  }
}
