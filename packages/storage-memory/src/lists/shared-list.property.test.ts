import { expect, test } from "@jest/globals";
import { trustEcsId, type EcsId } from "@minference/protocol";
import fc from "fast-check";
import { SharedList } from "./shared-list.ts";

const anEdit = fc.record({
  keep: fc.double({ min: 0, max: 1, noNaN: true }),
  puts: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 4 }),
  append: fc.integer({ min: 0, max: 1_500 }),
});

test("a list made by any edits reads as the array made by the same edits, and so do all before it", () => {
  fc.assert(
    fc.property(fc.array(anEdit, { maxLength: 8 }), (edits) => {
      let minted = 0;
      const mint = (): EcsId => trustEcsId(String((minted += 1)));
      const versions: { list: SharedList; plain: readonly EcsId[] }[] = [];
      let list = SharedList.empty;
      let plain: readonly EcsId[] = [];
      for (const edit of edits) {
        const keep = Math.round(edit.keep * plain.length);
        list = list.prefix(keep);
        plain = plain.slice(0, keep);
        for (const put of keep === 0 ? [] : edit.puts) {
          const item = mint();
          const position = Math.floor(put * keep);
          list = list.withItem(position, item);
          plain = plain.with(position, item);
        }
        const append = Array.from({ length: edit.append }, mint);
        list = list.appended(append);
        plain = [...plain, ...append];
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

test("10,000 versions of a list of 10,000 items take less than 40 MB", () => {
  const item = trustEcsId("0198c0de-0000-7000-8000-000000000001");
  let list = SharedList.empty.appended(new Array<EcsId>(10_000).fill(item));
  const versions: SharedList[] = [];
  const before = process.memoryUsage().heapUsed;
  for (let version = 0; version < 10_000; version += 1) {
    list = version % 2 === 0 ? list.withItem(version, item) : list.appended([item]);
    versions.push(list);
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40 * 1024 * 1024);
  expect(versions.at(-1)?.length).toBe(15_000);
});
