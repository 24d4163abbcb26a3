import type { EcsId } from "@minference/protocol";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Backend } from "../backends.ts";
import { Knot, reached, reaching, shapeOf } from "./knot.ts";
import { graphPlans, makeGraph, treePlans, type GraphPlan } from "./random-graph.ts";
import { aStage, type Stage } from "./stage.ts";

/** Which knots are given another label, by number, one set after the other. */
type Edits = readonly (readonly number[])[];

const edits: fc.Arbitrary<Edits> = fc.array(fc.array(fc.nat(30), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 4,
});

/**
 * Random trees and random graphs with random edits: each commit makes one version of every changed knot and of every
 * knot below the root that reaches one, and of no other; the graph that is read back is the one that was stored.
 *
 * @throws {Error} a graph with edits, shrunk, for which that is not so.
 */
export async function checkForks(backend: Backend, graphs: number): Promise<void> {
  await using stage = await aStage(backend);
  const check = (plan: GraphPlan, rounds: Edits): Promise<void> => follow(stage, plan, rounds);
  for (const plans of [treePlans(24), graphPlans(8)]) {
    await fc.assert(fc.asyncProperty(plans, edits, check), { numRuns: graphs });
  }
}

async function follow(stage: Stage, plan: GraphPlan, rounds: Edits): Promise<void> {
  const knots = makeGraph(plan);
  const [root] = knots;
  await stage.registry.register(root);
  const stored = new Map<EcsId, string>([[root.ecsId, shapeOf(root)]]);
  const before = await stage.count();
  let made = 0;
  for (const [round, numbers] of rounds.entries()) {
    const changed = new Set(numbers.map((number) => knots[number % knots.length] ?? root));
    for (const knot of changed) knot.label += `.${round}`;
    made += await commitOnce(stage, root, changed);
    stored.set(root.ecsId, shapeOf(root));
  }
  assert.equal(await stage.count(), before + made);
  const reader = stage.another();
  for (const [id, shape] of stored) {
    const loaded = await reader.getOrThrow(Knot, id);
    assert.equal(shapeOf(loaded), shape);
    assert.equal(reader.isModified(loaded), false);
  }
  const last = await reader.getOrThrow(Knot, root.ecsId);
  const ids = (knot: Knot): readonly EcsId[] => reached(knot).map(({ ecsId }) => ecsId);
  assert.deepEqual(ids(last), ids(root));
}

/** Registers `root` twice, the second time for nothing; gives how many versions that made. */
async function commitOnce(stage: Stage, root: Knot, changed: ReadonlySet<Knot>): Promise<number> {
  const expected = reaching(root, changed);
  const ids = new Map(reached(root).map((knot) => [knot, knot.ecsId]));
  const batches = stage.batches.length;
  await stage.registry.register(root);
  await stage.registry.register(root);
  assert.equal(stage.batches.length - batches, expected.size === 0 ? 0 : 1);
  for (const [knot, id] of ids) {
    assert.equal(knot.ecsId !== id, expected.has(knot));
    if (expected.has(knot)) assert.equal(knot.parentId, id);
  }
  return expected.size;
}
