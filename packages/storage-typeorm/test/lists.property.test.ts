import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { aStepWorld, listStep, storeSteps } from "./support/list-steps.ts";
import { booksOf, shelfMappings } from "./support/shelf.ts";

test("lists in segments are what plain arrays would be, whatever they start from (L8, L9)", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(listStep, { minLength: 1, maxLength: 60 }), async (steps) => {
      await using storage = await openSqliteStorage({ path: ":memory:", mappings: shelfMappings });
      for (const { version, items } of await storeSteps(await aStepWorld(storage), steps)) {
        expect(await booksOf(storage, version.ecsId)).toEqual(items);
      }
    }),
    { numRuns: 60 },
  );
});
