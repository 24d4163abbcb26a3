import { expect, test } from "@jest/globals";
import { createIds, trustEcsId, type EcsId } from "@minference/protocol";
import { checkListEdit, listHash } from "@minference/storage";
import fc from "fast-check";
import { importedList } from "./imported-list.ts";

const ids = createIds();
const known = Array.from({ length: 6 }, () => trustEcsId(ids.mint(0)));
const version = trustEcsId(ids.mint(0));
const listOf = fc.array(fc.constantFrom(...known), { maxLength: 12 });

test("an edit from any list gives exactly the list that was imported (L8, L10)", () => {
  fc.assert(
    fc.property(listOf, listOf, (before, after) => {
      const edit = importedList(after, { from: version, ids: before });
      checkListEdit(edit, {
        entityType: "Shelf",
        ecsId: version,
        field: "books",
        startLength: edit.from === null ? 0 : before.length,
      });
      const result: EcsId[] = before.slice(0, edit.keep);
      for (const [position, item] of edit.put) result[position] = item;
      expect([...result, ...edit.append]).toEqual(after);
      expect(edit.hash).toBe(listHash(after));
    }),
  );
});

test("what was appended, cut off or replaced is all that is written", () => {
  const [a, b, c, d] = known;
  if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error();
  const start = { from: version, ids: [a, b, c] };
  expect(importedList([a, b, c, d], start)).toMatchObject({ keep: 3, put: [], append: [d] });
  expect(importedList([a], start)).toMatchObject({ keep: 1, put: [], append: [] });
  expect(importedList([d, b, c], start)).toMatchObject({ keep: 3, put: [[0, d]], append: [] });
  expect(importedList([b, c, a], start)).toMatchObject({ from: null, keep: 0, append: [b, c, a] });
  expect(importedList([a, b], null)).toMatchObject({ from: null, keep: 0, append: [a, b] });
});
