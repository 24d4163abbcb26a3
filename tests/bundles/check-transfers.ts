import { EntityRegistry } from "@minference/ecs";
import fc from "fast-check";
import assert from "node:assert/strict";
import type { Backend } from "../backends.ts";
import { contents, exported, history, imported, Leaf, registered } from "./leaf-tree.ts";

/**
 * Exports random lineages from one backend and imports them, twice, into another.
 *
 * @throws {AssertionError} a version, hash or value is another one there, or the second import changed something.
 */
export async function checkTransfers(
  { from, to }: { readonly from: Backend; readonly to: Backend },
  runs: number,
): Promise<void> {
  const [source, target] = [await from.place(), await to.place()];
  const [read, written] = [await source.open(), await target.open()];
  const registry = new EntityRegistry({ storage: read, types: [Leaf] });
  await fc.assert(
    fc.asyncProperty(history, async (plan) => {
      const root = await registered(registry, plan);
      const document = await exported(registry, root);
      assert.deepEqual(await imported(written, document), root.dump());
      assert.deepEqual(await contents(written, root), await contents(read, root));
      const status = await written.status();
      assert.deepEqual(await imported(written, document), root.dump());
      assert.deepEqual(await written.status(), status);
    }),
    { numRuns: runs },
  );
  await Promise.all([read.close(), written.close()]);
  await Promise.all([source.remove(), target.remove()]);
}
