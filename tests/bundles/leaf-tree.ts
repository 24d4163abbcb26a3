import {
  defineEntity,
  dict,
  EntityRegistry,
  json,
  list,
  ref,
  type EntityClass,
} from "@minference/ecs";
import type { EntityStorage } from "@minference/storage";
import fc from "fast-check";
import { Readable, Writable } from "node:stream";
import { z } from "zod";

/** A thing with a field of each kind, which holds others of its own class. */
export class Leaf extends defineEntity("Leaf", {
  text: z.string(),
  number: z.number().nullable().default(null),
  at: z.date().nullable().default(null),
  data: json().default(null),
  next: ref((): EntityClass<Leaf> => Leaf).nullable(),
  items: list((): EntityClass<Leaf> => Leaf),
  named: dict((): EntityClass<Leaf> => Leaf),
}) {}

/** What one leaf holds: values, and which of the leaves before it. */
interface LeafPlan {
  readonly text: string;
  readonly number: number | null;
  readonly at: Date | null;
  readonly data: unknown;
  readonly next: number;
  readonly items: readonly number[];
  readonly named: Readonly<Record<string, number>>;
}

const place = fc.nat({ max: 20 });
const leafPlan: fc.Arbitrary<LeafPlan> = fc.record({
  text: fc.string({ unit: "grapheme" }),
  number: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
  at: fc.option(fc.date({ noInvalidDate: true, min: new Date(0) })),
  data: fc.jsonValue({ noUnicodeString: false }),
  next: place,
  items: fc.array(place, { maxLength: 8 }),
  named: fc.dictionary(fc.string({ unit: "binary" }), place, { maxKeys: 3 }),
});

/** Leaves to begin with, and leaves that take the place of earlier ones' values, one version each. */
export const history: fc.Arbitrary<{
  readonly leaves: readonly LeafPlan[];
  readonly edits: readonly (LeafPlan & { readonly of: number })[];
}> = fc.record({
  leaves: fc.array(leafPlan, { minLength: 1, maxLength: 6 }),
  edits: fc.array(
    fc.tuple(place, leafPlan).map(([of, plan]) => ({ ...plan, of })),
    { maxLength: 6 },
  ),
});

/** Registers a random history: a root that reaches every leaf, cycles among them. */
export async function registered(
  registry: EntityRegistry,
  { leaves, edits }: typeof history extends fc.Arbitrary<infer H> ? H : never,
): Promise<Leaf> {
  const made: Leaf[] = [];
  for (const { text, number, at } of leaves) made.push(new Leaf({ text, number, at }));
  const root = new Leaf({ text: "root", items: made });
  for (const [index, plan] of leaves.entries()) apply(made[index] ?? root, plan, made);
  await registry.register(root);
  for (const edit of edits) {
    apply(made[edit.of % made.length] ?? root, edit, made);
    if (edit.of % 3 === 0) root.items = root.items.slice(1);
    if (edit.of % 3 === 1) root.append("items", new Leaf({ text: edit.text }));
    await registry.register(root);
  }
  return root;
}

function apply(leaf: Leaf, plan: LeafPlan, made: readonly Leaf[]): void {
  const pick = (at: number): Leaf => made[at % made.length] ?? leaf;
  const named = Object.entries(plan.named).map(([key, at]): [string, Leaf] => [key, pick(at)]);
  Object.assign(leaf, {
    text: plan.text,
    number: plan.number,
    at: plan.at,
    data: plan.data,
    next: plan.next % 4 === 0 ? null : pick(plan.next),
    items: plan.items.map(pick),
    named: Object.fromEntries(named),
  });
}

/** The document of a root's lineage, as bytes. */
export async function exported(registry: EntityRegistry, root: Leaf): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await registry.exportEntity(root, stream, { versions: "lineage" });
  return Buffer.concat(chunks);
}

/** Imports a document with a registry of its own. */
export async function imported(storage: EntityStorage, document: Uint8Array): Promise<unknown> {
  const registry = new EntityRegistry({ storage, types: [Leaf] });
  return (await registry.importEntity(Readable.from([document]))).dump();
}

/** Everything below all versions of a lineage, but for the batches that stored it. */
export async function contents(storage: EntityStorage, root: Leaf): Promise<readonly unknown[]> {
  const rows = await storage.lineageRows(root.lineageId);
  const { snapshots } = await storage.readTrees(rows.map(({ ecsId }) => ecsId));
  return [...snapshots.values()]
    .sort((a, b) => (a.ecsId < b.ecsId ? -1 : 1))
    .map((snapshot) => ({ ...snapshot, batchId: null }));
}
