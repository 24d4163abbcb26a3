import { defineEntity, EntityRegistry, list, ref, type EntityClass } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import fc from "fast-check";
import assert from "node:assert/strict";
import { z } from "zod";
import type { Backend } from "../backends.ts";
import { unsureStorage, type UnsureStorage } from "./unsure-storage.ts";
import { VersionModel, type ModelState, type Outcome } from "./version-model.ts";

class Node extends defineEntity("Node", {
  label: z.string(),
  next: ref((): EntityClass<Node> => Node).nullable(),
  kids: list((): EntityClass<Node> => Node),
}) {}

type Command =
  | { readonly kind: "label"; readonly of: number; readonly label: string }
  | { readonly kind: "next"; readonly of: number; readonly to: number | null }
  | { readonly kind: "append"; readonly of: number; readonly item: number }
  | { readonly kind: "replace"; readonly of: number; readonly at: number; readonly item: number }
  | { readonly kind: "assign"; readonly of: number; readonly items: readonly number[] }
  | { readonly kind: "register"; readonly root: number; readonly outcome: Outcome };

const names = ["a", "b", "c", "d", "e", "f"];
const one = fc.nat(names.length - 1);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("label" as const),
      of: one,
      label: fc.constantFrom("x", "y"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("next" as const), of: one, to: fc.option(one) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("append" as const), of: one, item: one }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("replace" as const),
      of: one,
      at: fc.nat(5),
      item: one,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("assign" as const),
      of: one,
      items: fc.array(one, { maxLength: 4 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("register" as const),
      root: one,
      outcome: fc.oneof(
        { weight: 4, arbitrary: fc.constant<Outcome>("stored") },
        {
          weight: 2,
          arbitrary: fc.constantFrom<Outcome>("refused", "unknown, stored", "unknown, not stored"),
        },
      ),
    }),
  },
);

/**
 * Follows random histories on a backend, and compares what is stored with the model.
 *
 * @throws {Error} a history, shrunk to its shortest form, after which they differ.
 */
export async function checkVersioning(backend: Backend, histories: number): Promise<void> {
  const commands = fc.array(command, { minLength: 5, maxLength: 40 });
  const property = fc.asyncProperty(commands, (steps) => follow(backend, steps));
  await fc.assert(property, { numRuns: histories });
}

/** Model and registry side by side. */
class Run {
  readonly model = new VersionModel();
  readonly nodes = new Map<string, Node>();
  /** What was stored under an id, as it was then. */
  readonly seen = new Map<EcsId, string>();
  readonly registry: EntityRegistry;
  readonly unsure: UnsureStorage;

  constructor(unsure: UnsureStorage) {
    this.unsure = unsure;
    this.registry = new EntityRegistry({ storage: unsure.storage, types: [Node] });
    for (const name of names) {
      this.nodes.set(name, new Node({ label: name }));
      this.model.live.set(name, { label: name, next: null, kids: [] });
    }
  }

  async apply(step: Command): Promise<void> {
    if (step.kind === "register") await this.#register(step.root, step.outcome);
    else this.#edit(step);
  }

  async #register(root: number, outcome: Outcome): Promise<void> {
    const name = nameOf(root);
    const node = this.node(root);
    assert.equal(node.isModified, this.model.isModified(name));
    this.unsure.next = outcome;
    const expected = this.model.register(name, outcome);
    const done = await this.registry.register(node).then(
      () => "done",
      () => "failed",
    );
    assert.equal(done, expected);
    this.unsure.next = "stored";
    if (done === "done") this.seen.set(node.ecsId, shapeOf(node));
    if (done === "done") assert.equal(node.isModified, false);
  }

  #edit(step: Exclude<Command, { kind: "register" }>): void {
    const name = nameOf(step.of);
    const node = this.node(step.of);
    const before = this.state(name);
    switch (step.kind) {
      case "label":
        node.label = step.label;
        this.model.live.set(name, { ...before, label: step.label });
        return;
      case "next":
        node.next = step.to === null ? null : this.node(step.to);
        this.model.live.set(name, { ...before, next: step.to === null ? null : nameOf(step.to) });
        return;
      case "append":
        node.append("kids", this.node(step.item));
        this.model.live.set(name, { ...before, kids: [...before.kids, nameOf(step.item)] });
        return;
      case "assign":
        node.kids = step.items.map((item) => this.node(item));
        this.model.live.set(name, { ...before, kids: step.items.map(nameOf) });
        return;
      case "replace":
        if (step.at >= before.kids.length) return;
        node.replaceAt("kids", step.at, this.node(step.item));
        this.model.live.set(name, {
          ...before,
          kids: before.kids.with(step.at, nameOf(step.item)),
        });
    }
  }

  node(index: number): Node {
    const node = this.nodes.get(nameOf(index));
    if (node === undefined) throw new RangeError(`no node ${index}`);
    return node;
  }

  state(name: string): ModelState {
    const state = this.model.live.get(name);
    if (state === undefined) throw new RangeError(`no state ${name}`);
    return state;
  }

  /** What is stored is what the model stored, and every old version is what it was. */
  async check(): Promise<void> {
    await this.registry.settle();
    this.model.settle();
    const { entityCount } = await this.registry.status();
    assert.equal(entityCount, this.model.versions);
    assert.equal(this.unsure.written, this.model.versions);
    for (const [name, node] of this.nodes) {
      const ids = await this.registry.getLineageIds(node.lineageId);
      assert.equal(ids.length, this.model.versionOf(name));
    }
    for (const [id, shape] of this.seen) {
      assert.equal(shapeOf(await this.registry.getOrThrow(Node, id)), shape);
    }
  }
}

function nameOf(index: number): string {
  return names[index] ?? "";
}

/** The graph below a node as text: each node by the order in which it is met. */
function shapeOf(root: Node): string {
  const met = [root];
  const numberOf = (node: Node | null): number => {
    if (node === null) return -1;
    if (!met.includes(node)) met.push(node);
    return met.indexOf(node);
  };
  const lines: string[] = [];
  for (const node of met) {
    lines.push(
      `${node.ecsId} ${node.label} ${numberOf(node.next)} [${node.kids.map(numberOf).join()}]`,
    );
  }
  return lines.join("\n");
}

async function follow(backend: Backend, commands: readonly Command[]): Promise<void> {
  const place = await backend.place();
  const storage = await place.open();
  try {
    const run = new Run(unsureStorage(storage));
    for (const step of commands) await run.apply(step);
    await run.check();
  } finally {
    await storage.close();
    await place.remove();
  }
}
