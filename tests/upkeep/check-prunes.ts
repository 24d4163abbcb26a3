import type { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Backend } from "../backends.ts";
import { Knot, shapeOf } from "../versioning/knot.ts";
import { aStage } from "../versioning/stage.ts";
import { Remark } from "./remark.ts";
import { reachedVersions, type PrunableVersion } from "./reached-versions.ts";

/** One change of some version made so far, which makes a branch of it unless it is the tip of main. */
interface Step {
  readonly from: number;
  readonly other: number;
  readonly change: "label" | "next" | "kids" | "named" | "about" | "remark";
}

/** A history of branches, the refs that are deleted then, and the versions that are kept all the same. */
interface PrunePlan {
  readonly steps: readonly Step[];
  readonly deleted: readonly number[];
  readonly kept: readonly number[];
}

const some = fc.nat(60);
const plans: fc.Arbitrary<PrunePlan> = fc.record({
  steps: fc.array(
    fc.record({
      from: some,
      other: some,
      change: fc.constantFrom<Step["change"]>("label", "next", "kids", "named", "about", "remark"),
    }),
    { minLength: 3, maxLength: 25 },
  ),
  deleted: fc.array(some, { maxLength: 8 }),
  kept: fc.array(some, { maxLength: 2 }),
});

/**
 * Random histories with branches, of which some refs are deleted, are pruned: what is gone is exactly what nothing
 * reaches, every other version loads as before, and no ref is touched.
 *
 * @throws {Error} a history, shrunk, for which that is not so.
 */
export async function checkPrunes(backend: Backend, histories: number): Promise<void> {
  const property = fc.asyncProperty(plans, (plan) => prune(backend, plan));
  await fc.assert(property, { numRuns: histories });
}

async function prune(backend: Backend, plan: PrunePlan): Promise<void> {
  await using stage = await aStage(backend, { types: [Knot, Remark] });
  const { registry } = stage;
  const made = await makeHistory(registry, plan.steps);
  await deleteRefs(registry, made, plan.deleted);
  const alsoKeep = plan.kept.flatMap((index) => made[index % made.length] ?? []);
  const before = await readAll(registry);
  const refs = await readRefs(registry, before);
  const expected = reachedVersions(before, [...refs.map(({ tip }) => tip), ...alsoKeep]);
  const gone = [...before.keys()].filter((id) => !expected.has(id));

  const counted = await registry.prune({ alsoKeep });
  assert.equal((await registry.status()).entityCount, before.size);
  const pruned = await registry.prune({ alsoKeep, dryRun: false });
  assert.deepEqual({ ...counted, dryRun: false }, pruned);
  assert.deepEqual(Object.values(pruned.idsByType).flat().sort(), gone.sort());

  const after = await stage.reopened({ types: [Knot, Remark] });
  const left = await readAll(after);
  assert.deepEqual([...left.keys()].sort(), [...expected].sort());
  for (const [id, version] of left) assert.deepEqual(version, before.get(id));
  assert.deepEqual(await readRefs(after, before), refs);
  assert.deepEqual(await after.verify(), []);
  assert.equal((await after.prune({ alsoKeep })).count, 0);
}

/** Ids of the knots that were stored as roots. */
async function makeHistory(
  registry: EntityRegistry,
  steps: readonly Step[],
): Promise<readonly EcsId[]> {
  const made = await registry.registerAll([new Knot({ label: "a" }), new Knot({ label: "b" })]);
  const ids = made.map(({ ecsId }) => ecsId);
  const at = (index: number): EcsId => ids[index % ids.length] ?? made[0]?.ecsId ?? fail();
  for (const [index, step] of steps.entries()) {
    const other = at(step.other);
    if (step.change === "remark") {
      await registry.register(new Remark({ text: `remark ${index}`, knotId: at(step.from) }));
      continue;
    }
    const knot = await registry.getOrThrow(Knot, at(step.from));
    if (step.change === "label") knot.label = `label ${index}`;
    else if (step.change === "about") knot.about = other;
    else link(knot, step.change, await registry.getOrThrow(Knot, other));
    await registry.register(knot);
    ids.push(knot.ecsId);
  }
  return ids;
}

function link(knot: Knot, field: "next" | "kids" | "named", other: Knot): void {
  if (field === "next") knot.next = other;
  else if (field === "kids") knot.append("kids", other, new Knot({ label: "new" }));
  else knot.named = { ...knot.named, other };
}

async function deleteRefs(
  registry: EntityRegistry,
  made: readonly EcsId[],
  deleted: readonly number[],
): Promise<void> {
  for (const index of deleted) {
    const knot = await registry.getOrThrow(Knot, made[index % made.length] ?? fail());
    const refs = await registry.refs(knot.lineageId);
    const branch = refs.find(({ name }) => name !== "main");
    if (branch !== undefined) await registry.deleteRef(knot.lineageId, branch.name);
  }
}

async function readRefs(
  registry: EntityRegistry,
  versions: ReadonlyMap<EcsId, PrunableVersion>,
): Promise<Awaited<ReturnType<EntityRegistry["refs"]>>> {
  const lineages = new Set([...versions.values()].map(({ lineageId }) => lineageId));
  const refs = await Promise.all([...lineages].sort().map((id) => registry.refs(id)));
  return refs.flat();
}

/** Every version that is stored, as the rules of reaching and a reader see it. */
async function readAll(registry: EntityRegistry): Promise<ReadonlyMap<EcsId, PrunableVersion>> {
  const knots = await registry.listByType(Knot, { limit: 1000 });
  const remarks = await registry.listByType(Remark, { limit: 1000 });
  const all = [
    ...knots.map((knot): PrunableVersion => {
      const { ecsId, lineageId, parentId, about, next, kids, named } = knot;
      const held = [...(next === null ? [] : [next]), ...kids, ...Object.values(named)];
      const names = [parentId, about, ...held.map((child) => child.ecsId)];
      return {
        ecsId,
        lineageId,
        names,
        belongsTo: null,
        shape: `${shapeOf(knot)}\n${names.join()}`,
      };
    }),
    ...remarks.map(({ ecsId, lineageId, parentId, knotId, text }): PrunableVersion => {
      const names = [parentId, knotId];
      return { ecsId, lineageId, names, belongsTo: knotId, shape: `${text}\n${names.join()}` };
    }),
  ];
  return new Map(all.map((version) => [version.ecsId, version]));
}

function fail(): never {
  throw new Error("at least two knots are made");
}
