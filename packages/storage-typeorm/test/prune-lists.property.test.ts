import { expect, test } from "@jest/globals";
import type { PruneRequest } from "@minference/storage";
import fc from "fast-check";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { aStepWorld, listStep, storeSteps } from "./support/list-steps.ts";
import { booksOf, shelfMappings } from "./support/shelf.ts";

const nothing: Omit<PruneRequest, "alsoKeep"> = { idFields: {}, belongsTo: {}, mode: "delete" };

test("a prune leaves every kept list as it was, takes the rest, and lists go on from there (V41)", async () => {
  const steps = fc.array(listStep, { minLength: 1, maxLength: 40 });
  const choices = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(steps, choices, steps, async (before, choice, after) => {
      await using storage = await openSqliteStorage({ path: ":memory:", mappings: shelfMappings });
      const world = await aStepWorld(storage);
      const planned = await storeSteps(world, before);
      const kept = planned.filter((_, index) => choice[index]);
      const alsoKeep = kept.map(({ version }) => version.ecsId);
      const items = new Set(kept.flatMap((each) => each.items));
      const expected = {
        Book: world.books.filter((book) => !items.has(book)).sort(),
        Shelf: planned.flatMap(({ version: { ecsId } }) =>
          alsoKeep.includes(ecsId) ? [] : [ecsId],
        ),
      };
      const counted = await storage.prune({ ...nothing, alsoKeep, mode: "count" });
      const { idsByType } = await storage.prune({ ...nothing, alsoKeep });
      expect(counted.idsByType).toEqual(idsByType);
      expect({ Book: [], Shelf: [], ...idsByType }).toEqual(expected);
      expect(await storage.verify()).toEqual([]);
      for (const { version, items: own } of kept) {
        expect(await booksOf(storage, version.ecsId)).toEqual(own);
      }
      const rest = { ...world, books: world.books.filter((book) => items.has(book)) };
      if (rest.books.length === 0) return;
      for (const { version, items: own } of await storeSteps(rest, after, kept)) {
        expect(await booksOf(storage, version.ecsId)).toEqual(own);
      }
      expect(await storage.verify()).toEqual([]);
    }),
    { numRuns: 50 },
  );
});
