/** What one modelled entity holds: a text, and the names of entities it points to. */
export interface ModelState {
  readonly label: string;
  readonly next: string | null;
  readonly kids: readonly string[];
}

/** One stored version of a modelled entity, with the versions of what it held. */
interface StoredModel {
  readonly state: ModelState;
  readonly version: number;
  readonly held: readonly (readonly [name: string, version: number])[];
}

/** What a batch of the model would store. */
interface ModelBatch {
  readonly next: ReadonlyMap<string, StoredModel>;
}

/** What became of a batch: as the storage under test is told to treat it. */
export type Outcome = "stored" | "refused" | "unknown, stored" | "unknown, not stored";

/**
 * The rules of versioning, V15 to V26, over plain maps: one version of each changed entity and of each of its
 * owners below the root, none without a change, and an unknown batch before anything else of its entities.
 */
export class VersionModel {
  readonly live = new Map<string, ModelState>();
  readonly #stored = new Map<string, StoredModel>();
  #unsure: ModelBatch[] = [];
  /** Versions stored so far. */
  versions = 0;

  /** The last stored version of an entity; 0: none. */
  versionOf(name: string): number {
    return this.#stored.get(name)?.version ?? 0;
  }

  /** True when a register of `root` would store something that the last acknowledged state lacks. */
  isModified(root: string): boolean {
    return this.#collect(root).size > 0;
  }

  /** Registers `root`; `outcome` is met by a batch that is sent for the first time. */
  register(root: string, outcome: Outcome): "done" | "failed" {
    const reached = this.#reached(root);
    for (const batch of this.#unsure) {
      if ([...batch.next.keys()].some((name) => reached.has(name))) this.#apply(batch);
    }
    const next = this.#collect(root);
    if (next.size === 0) return "done";
    const batch = { next };
    if (outcome === "stored") this.#apply(batch);
    else if (outcome !== "refused") this.#unsure.push(batch);
    return outcome === "stored" ? "done" : "failed";
  }

  /** Whether the next register of `root` sends a batch of its own. */
  settle(): void {
    for (const batch of this.#unsure) this.#apply(batch);
  }

  #apply(batch: ModelBatch): void {
    for (const [name, stored] of batch.next) this.#stored.set(name, stored);
    this.versions += batch.next.size;
    this.#unsure = this.#unsure.filter((other) => other !== batch);
  }

  #collect(root: string): ReadonlyMap<string, StoredModel> {
    const reached = this.#reached(root);
    const changed = new Set([...reached].filter((name) => this.#differs(name)));
    for (let size = -1; size !== changed.size;) {
      size = changed.size;
      for (const name of reached) {
        if (this.#held(name).some((child) => changed.has(child))) changed.add(name);
      }
    }
    const version = (name: string): number => this.versionOf(name) + (changed.has(name) ? 1 : 0);
    return new Map(
      [...changed].map((name): [string, StoredModel] => [
        name,
        {
          state: this.#state(name),
          version: version(name),
          held: this.#held(name).map((child): [string, number] => [child, version(child)]),
        },
      ]),
    );
  }

  #differs(name: string): boolean {
    const stored = this.#stored.get(name);
    if (stored === undefined) return true;
    const held = this.#held(name).map((child) => [child, this.versionOf(child)]);
    return (
      JSON.stringify([this.#state(name), held]) !== JSON.stringify([stored.state, stored.held])
    );
  }

  #reached(root: string): ReadonlySet<string> {
    const reached = new Set([root]);
    for (const name of reached) for (const child of this.#held(name)) reached.add(child);
    return reached;
  }

  #held(name: string): readonly string[] {
    const { next, kids } = this.#state(name);
    return next === null ? kids : [next, ...kids];
  }

  #state(name: string): ModelState {
    const state = this.live.get(name);
    if (state === undefined) throw new RangeError(`the model has no entity ${name}`);
    return state;
  }
}
