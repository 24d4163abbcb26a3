import { expect, test } from "@jest/globals";
import { lineageOf, trustBatchId, trustEcsId, type EcsId } from "@minference/protocol";
import type { VersionRow } from "@minference/storage";
import fc from "fast-check";
import { ancestorsOf, ancestryOrder, descendantsOf } from "./ancestry.ts";

const anId = (number: number): EcsId =>
  trustEcsId(`0192aaaa-bbbb-7ccc-8ddd-${String(number).padStart(12, "0")}`);

const aRow = ([own, parent]: readonly [own: number, parent: number | null]): VersionRow => ({
  ecsId: anId(own),
  type: "Note",
  lineageId: lineageOf(anId(0)),
  parentId: parent === null ? null : anId(parent),
  createdAt: new Date(own),
  batchId: trustBatchId(anId(own)),
});

const idsOf = (rows: readonly VersionRow[]): readonly EcsId[] => rows.map(({ ecsId }) => ecsId);

test("a parent comes before its child, otherwise the id decides (V35)", () => {
  const edges: readonly [number, number | null][] = [
    [9, 2],
    [2, 5],
    [5, null],
    [1, null],
    [7, 5],
  ];
  expect(idsOf(ancestryOrder(edges.map(aRow)))).toEqual([1, 5, 2, 7, 9].map(anId));
});

test("every row comes once, after its parent, whatever the ids are (V35)", () => {
  const parents = fc.array(fc.option(fc.nat(20)), { maxLength: 20 });
  fc.assert(
    fc.property(parents, (given) => {
      const rows = given.map((parent, own) => aRow([own, parent]));
      const ordered = ancestryOrder(rows);
      expect([...idsOf(ordered)].sort()).toEqual(idsOf(rows));
      const inCircle = rows.filter(({ ecsId, parentId }) => {
        const above = ancestorsOf(rows, ecsId);
        return (
          parentId !== null && (above.includes(ecsId) || ecsId === parentId || isStuck(rows, above))
        );
      });
      for (const [index, row] of ordered.entries()) {
        const parent = ordered.findIndex(({ ecsId }) => ecsId === row.parentId);
        if (!inCircle.includes(row)) expect(parent).toBeLessThan(index);
      }
    }),
  );
});

/** True when the oldest known ancestor has a stored parent all the same: they go round. */
function isStuck(rows: readonly VersionRow[], above: readonly EcsId[]): boolean {
  const oldest = rows.find(({ ecsId }) => ecsId === above.at(-1));
  return rows.some(({ ecsId }) => ecsId === oldest?.parentId);
}

test("ancestors lead to the first version, descendants come parent first, and a circle ends (V37)", () => {
  const rows = (
    [
      [1, null],
      [2, 1],
      [3, 2],
      [4, 2],
      [8, 7],
      [7, 8],
    ] as const
  ).map(aRow);
  expect(ancestorsOf(rows, anId(4))).toEqual([2, 1].map(anId));
  expect(descendantsOf(rows, anId(2))).toEqual([3, 4].map(anId));
  expect(ancestorsOf(rows, anId(8))).toEqual([7, 8].map(anId));
  expect(ancestorsOf(rows, anId(99))).toEqual([]);
});

test("a chain and a star of 100,000 versions are ordered without recursion (V9, V37)", () => {
  const size = 100_000;
  const chain = Array.from({ length: size }, (_, n) => aRow([n, n === 0 ? null : n - 1]));
  expect(ancestorsOf(chain, anId(size - 1))).toHaveLength(size - 1);
  expect(descendantsOf(chain, anId(0))).toHaveLength(size - 1);
  const star = Array.from({ length: size }, (_, n) => aRow([n, n === size - 1 ? null : size - 1]));
  expect(ancestryOrder(star)[0]?.ecsId).toBe(anId(size - 1));
});
