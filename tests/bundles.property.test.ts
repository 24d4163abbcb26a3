import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import fc from "fast-check";
import { backends } from "./backends.ts";
import { checkTransfers } from "./bundles/check-transfers.ts";
import { contents, exported, imported, Leaf } from "./bundles/leaf-tree.ts";
import { sizes } from "./sizes.ts";

const pairs = backends.flatMap((from) => backends.map((to) => ({ from, to })));

test.each(pairs.map(({ from, to }) => ({ name: `${from.name} to ${to.name}`, from, to })))(
  "random lineages that are exported and imported, $name, have the same hashes and content (C27)",
  (pair) => checkTransfers(pair, sizes.transfers.gate),
);

test("a document with one byte changed anywhere is refused whole, or is the same document (R:E7)", async () => {
  const source = await openMemoryStorage();
  const registry = new EntityRegistry({ storage: source });
  const root = new Leaf({
    text: "größer 🙂",
    number: -1.5e-7,
    at: new Date(0),
    data: [{ a: [1, "\ud800"] }],
    items: [new Leaf({ text: "x" }), new Leaf({ text: "y" })],
  });
  root.named = Object.fromEntries([["__proto__", root]]);
  await registry.register(root);
  root.append("items", new Leaf({ text: "z", next: root }));
  await registry.register(root);
  const document = await exported(registry, root);
  const before = await contents(source, root);
  let same = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat({ max: document.length - 1 }),
      fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(...Buffer.from('0123456789abcdef,:"[]{} \\'))),
      async (position, byte) => {
        const changed = Buffer.from(document);
        changed[position] = byte;
        await using storage = await openMemoryStorage();
        const isImported = await imported(storage, changed).then(
          () => true,
          () => false,
        );
        if (isImported) same += 1;
        expect(await contents(storage, root)).toEqual(isImported ? before : []);
      },
    ),
    { numRuns: 400 },
  );
  // times and batches that are not kept, and bytes that were not changed
  expect(same).toBeGreaterThan(0);
});
