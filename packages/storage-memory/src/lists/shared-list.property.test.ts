import { expect, test } from "@jest/globals";
import { trustEcsId, trustListHash, type EcsId } from "@minference/protocol";
import type { ListEdit } from "@minference/storage";
import fc from "fast-check";
import { SharedList } from "./shared-list.ts";

const anEdit = fc.record({
  keep: fc.double({ min: 0, max: 1, noNaN: true }),
  puts: fc.uniqueArray(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 4 }),
  append: fc.integer({ min: 0, max: 300 }),
});

function edit(parts: Pick<ListEdit, "keep" | "put" | "append">): ListEdit {
  return { ...parts, from: null, hash: trustListHash("0".repeat(64)) };
}

test("a list made by any edits reads as the array made by the same edits, and so do all before it (L8, L9)", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 8 }), (edits) => {
      let minted = 0;
      const mint = (): EcsId => trustEcsId(String((minted += 1)));
      const versions: { list: SharedList; plain: readonly EcsId[] }[] = [];
      let list = SharedList.empty;
      let plain: readonly EcsId[] = [];
      for (const parts of edits) {
        const keep = Math.round(parts.keep * plain.length);
        const positions = new Set(parts.puts.map((put) => Math.floor(put * keep)));
        const put = Array.from(keep === 0 ? [] : positions, (at) => [at, mint()] as const);
        const append = Array.from({ length: parts.append }, mint);
        list = list.edited(edit({ keep, put: put.toSorted(([a], [b]) => a - b), append }));
        const changed = plain.slice(0, keep);
        for (const [at, item] of put) changed[at] = item;
        plain = [...changed, ...append];
        versions.push({ list, plain });
      }
      for (const version of versions) {
        expect(version.list.length).toBe(version.plain.length);
        expect(version.list.toArray()).toEqual(version.plain);
      }
    }),
    { numRuns: 60 },
  );
});

test("an edit shares every chunk that it does not touch", () => {
  const ids = Array.from({ length: 1_000 }, (_, at) => trustEcsId(String(at)));
  const start = SharedList.empty.edited(edit({ keep: 0, put: [], append: ids }));
  const [item] = ids;
  const put = item === undefined ? [] : [[500, item] as const];
  const next = start.edited(edit({ keep: 1_000, put, append: [] }));
  const own = next.chunks.filter((chunk, at) => chunk !== start.chunks[at]);
  // the replaced item's, and the last one, which is not full
  expect(own).toEqual([next.chunks[7], next.chunks.at(-1)]);
});

test("10,000 versions of a list of 10,000 items take less than 60 MB", () => {
  const item = trustEcsId("0198c0de-0000-7000-8000-000000000001");
  const append = new Array<EcsId>(10_000).fill(item);
  let list = SharedList.empty.edited(edit({ keep: 0, put: [], append }));
  const versions: SharedList[] = [];
  const before = process.memoryUsage().heapUsed;
  for (let version = 0; version < 10_000; version += 1) {
    const { length: keep } = list;
    list = list.edited(
      version % 2 === 0
        ? edit({ keep, put: [[version, item]], append: [] })
        : edit({ keep, put: [], append: [item] }),
    );
    versions.push(list);
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 1024 * 1024);
  expect(versions.at(-1)?.length).toBe(15_000);
});
