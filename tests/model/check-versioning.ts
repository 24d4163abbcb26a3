import { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import { unsureStorage, type UnsureStorage } from "@minference/storage/conformance";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Backend } from "../backends.ts";
import { Knot, reached, shapeOf } from "../versioning/knot.ts";
import { entityCount, histories, type Command, type Edit } from "./commands.ts";
import { VersionModel, type ModelState } from "./version-model.ts";

const names = Array.from({ length: entityCount }, (_, index) => String.fromCharCode(97 + index));

/**
 * Follows random histories on a backend, and compares what is stored, and how often it was written, with the model.
 *
 * @throws {Error} a history, shrunk to its shortest form, after which they differ.
 */
export async function checkVersioning(backend: Backend, count: number): Promise<void> {
  const property = fc.asyncProperty(histories, (steps) => follow(backend, steps));
  await fc.assert(property, { numRuns: count });
}

async function follow(backend: Backend, commands: readonly Command[]): Promise<void> {
  const place = await backend.place();
  const storage = await place.open();
  try {
    const run = new Run(storage);
    for (const step of commands) await run.apply(step);
    await run.check();
  } finally {
    await storage.close();
    await place.remove();
  }
}

/** Model and registry side by side. */
class Run {
  readonly #model = new VersionModel();
  readonly #knots = new Map<string, Knot>();
  /** What was stored under an id, as it was then. */
  readonly #seen = new Map<EcsId, string>();
  readonly #unsure: UnsureStorage;
  readonly #registry: EntityRegistry;
  readonly #rival: EntityRegistry;
  /** True once registers overlapped: which of them sends what is then theirs to decide. */
  #hasOverlapped = false;

  constructor(inner: EntityStorage) {
    this.#unsure = unsureStorage(inner);
    this.#registry = new EntityRegistry({ storage: this.#unsure.storage });
    this.#rival = new EntityRegistry({ storage: inner });
    for (const name of names) {
      this.#knots.set(name, new Knot({ label: name }));
      this.#model.live.set(name, { label: name, next: null, kids: [], named: [] });
    }
  }

  async apply(step: Command): Promise<void> {
    switch (step.kind) {
      case "register":
        return this.#register(step);
      case "overlap":
        return this.#overlap(step);
      case "rival":
        return this.#moveMain(nameOf(step.of));
      default:
        this.#edit(step);
    }
  }

  /** What is stored is what the model stored, and every old version is what it was. */
  async check(): Promise<void> {
    await this.#registry.settle();
    this.#model.settle();
    const { versions, sent, rivals } = this.#model;
    const ofRivals = [...rivals.values()].reduce((sum, count) => sum + count, 0);
    assert.equal((await this.#registry.status()).entityCount, versions + ofRivals);
    if (!this.#hasOverlapped) assert.equal(this.#unsure.sent.length, sent);
    for (const [name, { lineageId }] of this.#knots) {
      const ids = await this.#registry.getLineageIds(lineageId);
      assert.equal(ids.length, this.#model.versionOf(name) + (rivals.get(name) ?? 0));
      const refs = await this.#registry.refs(lineageId);
      const branches = refs.filter((ref) => ref.name !== "main").length;
      assert.equal(branches, this.#model.main.get(name) === "left for a branch" ? 1 : 0);
    }
    for (const [id, shape] of this.#seen) {
      assert.equal(shapeOf(await this.#registry.getOrThrow(Knot, id)), shape);
    }
  }

  async #register(step: Extract<Command, { kind: "register" }>): Promise<void> {
    const roots = step.roots.map((root) => this.#knot(root));
    for (const [index, root] of roots.entries()) {
      assert.equal(root.isModified, this.#model.isModified(nameOf(step.roots[index] ?? 0)));
    }
    this.#unsure.fates.push(step.outcome);
    const expected = this.#model.register(step.roots.map(nameOf), step.outcome, step.demand);
    const options = step.demand === "head" ? ({ expectHead: true } as const) : {};
    const done = await this.#registry.registerAll(roots, options).then(
      () => "done",
      () => "failed",
    );
    assert.equal(done, expected);
    this.#unsure.fates.length = 0;
    if (done === "done") this.#remember(roots);
  }

  async #overlap({ first, second }: Extract<Command, { kind: "overlap" }>): Promise<void> {
    const both = [this.#knot(first), this.#knot(second)];
    if (!this.#areIndependent(first, second)) return;
    await Promise.all(both.map((root) => this.#registry.register(root)));
    for (const root of [first, second]) {
      assert.equal(this.#model.register([nameOf(root)], "stored", "any ref"), "done");
    }
    this.#hasOverlapped = true;
    this.#remember(both);
  }

  /** Where one reaches the other, which of them comes first decides which is stored as a root, and so has a `main`. */
  #areIndependent(left: number, right: number): boolean {
    const reaches = (from: number, to: number): boolean =>
      reached(this.#knot(from)).includes(this.#knot(to));
    const haveMain = [left, right].every((index) => this.#model.main.has(nameOf(index)));
    return haveMain || !(reaches(left, right) || reaches(right, left));
  }

  #remember(roots: readonly Knot[]): void {
    for (const root of roots) {
      this.#seen.set(root.ecsId, shapeOf(root));
      assert.equal(root.isModified, false);
    }
  }

  async #moveMain(name: string): Promise<void> {
    await this.#registry.settle();
    this.#model.settle();
    this.#model.rival(name);
    const head = await this.#rival.head(Knot, this.#knot(names.indexOf(name)).lineageId);
    if (head === null) return;
    // without links nothing below it changes with it, as in a cycle it would
    Object.assign(head, { label: `${head.label}'`, next: null, kids: [], named: {} });
    await this.#rival.register(head, { expectHead: true });
  }

  #edit(step: Edit): void {
    const name = nameOf(step.of);
    const knot = this.#knot(step.of);
    const before = this.#state(name);
    const keep = (changes: Partial<ModelState>): void => {
      this.#model.live.set(name, { ...before, ...changes });
    };
    switch (step.kind) {
      case "label":
        knot.label = step.label;
        keep({ label: step.label });
        return;
      case "next":
        knot.next = step.to === null ? null : this.#knot(step.to);
        keep({ next: step.to === null ? null : nameOf(step.to) });
        return;
      case "named": {
        const others = before.named.filter(([key]) => key !== step.key);
        const added = step.to === null ? [] : ([[step.key, nameOf(step.to)]] as const);
        const named = [...others, ...added].sort(([left], [right]) => (left < right ? -1 : 1));
        keep({ named });
        knot.named = Object.fromEntries(
          named.map(([key, child]) => [key, this.#knot(names.indexOf(child))]),
        );
        return;
      }
      case "append":
        knot.append("kids", this.#knot(step.item));
        keep({ kids: [...before.kids, nameOf(step.item)] });
        return;
      case "assign":
        knot.kids = step.items.map((item) => this.#knot(item));
        keep({ kids: step.items.map(nameOf) });
        return;
      case "replace":
        if (step.at >= before.kids.length) return;
        knot.replaceAt("kids", step.at, this.#knot(step.item));
        keep({ kids: before.kids.with(step.at, nameOf(step.item)) });
    }
  }

  #knot(index: number): Knot {
    const knot = this.#knots.get(nameOf(index));
    if (knot === undefined) throw new RangeError(`no knot ${index}`);
    return knot;
  }

  #state(name: string): ModelState {
    const state = this.#model.live.get(name);
    if (state === undefined) throw new RangeError(`no state ${name}`);
    return state;
  }
}

function nameOf(index: number): string {
  return names[index] ?? "";
}
