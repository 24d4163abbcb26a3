import { expect, test } from "@jest/globals";
import type { EcsId } from "@minference/protocol";
import type { WrittenSnapshot } from "@minference/storage";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { rowCount, withPlainDatabase } from "./support/plain-database.ts";
import { booksOf, shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";

/** Items of the long list. */
const length = 10_000;

interface LongList {
  readonly writer: ShelfWriter;
  readonly books: readonly EcsId[];
  readonly shelf: WrittenSnapshot;
}

async function aLongList(storage: ConstructorParameters<typeof ShelfWriter>[0]): Promise<LongList> {
  const writer = new ShelfWriter(storage);
  const books = await writer.books(100);
  const append = Array.from({ length }, (_, index) => books[index % 100] ?? writer.id());
  const shelf = writer.shelf({ append });
  await writer.commit([shelf]);
  return { writer, books, shelf };
}

/** How deep the deepest chain of segments is. */
function deepestChain(file: string): number {
  return withPlainDatabase(file, (database) =>
    Number(
      database
        .prepare(
          `WITH RECURSIVE chain(id, depth) AS (
             SELECT segment_id, 1 FROM list_segment WHERE parent_segment_id IS NULL
             UNION ALL
             SELECT s.segment_id, depth + 1 FROM chain JOIN list_segment AS s ON s.parent_segment_id = chain.id
           ) SELECT max(depth) FROM chain`,
        )
        .pluck()
        .get(),
    ),
  );
}

test("appending to a list of 10,000 inserts one row", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
  });
  const { writer, books, shelf } = await aLongList(storage);
  const before = rowCount(folder.file("a.db"), "shelf_book");
  const append = books.slice(0, 1);
  await writer.commit([writer.shelf({ from: shelf.ecsId, keep: length, append }, shelf)]);
  expect(rowCount(folder.file("a.db"), "shelf_book")).toBe(before + 1);
  expect(rowCount(folder.file("a.db"), "list_segment")).toBe(1);
});

test("shortening a list inserts no row, and what follows leaves the longer one as it was", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
  });
  const { writer, books, shelf } = await aLongList(storage);
  const shorter = writer.shelf({ from: shelf.ecsId, keep: 5000 }, shelf);
  await writer.commit([shorter]);
  expect(rowCount(folder.file("a.db"), "shelf_book")).toBe(length);
  const whole = await booksOf(storage, shelf.ecsId);
  const append = books.slice(7, 9);
  const longer = writer.shelf({ from: shorter.ecsId, keep: 5000, append }, shorter);
  await writer.commit([longer]);
  expect(rowCount(folder.file("a.db"), "shelf_book")).toBe(length + 2);
  expect(await booksOf(storage, longer.ecsId)).toEqual([...whole.slice(0, 5000), ...append]);
  expect(await booksOf(storage, shelf.ecsId)).toEqual(whole);
});

test("a hundred branches of one list share its prefix", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
  });
  const { writer, books, shelf } = await aLongList(storage);
  for (let branch = 0; branch < 100; branch += 1) {
    const append = books.slice(branch, branch + 1);
    await writer.commit([writer.shelf({ from: shelf.ecsId, keep: length, append }, shelf)]);
  }
  expect(rowCount(folder.file("a.db"), "shelf_book")).toBe(length + 100);
});

test("replacing items of 10,000 one after the other writes O(log) rows each, in chains of O(log) depth", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({
    path: file,
    mappings: shelfMappings,
    synchronous: "normal",
  });
  const { writer, books, shelf } = await aLongList(storage);
  const edits = 500;
  const expected = [...(await booksOf(storage, shelf.ecsId))];
  let version = shelf;
  for (let edit = 0; edit < edits; edit += 1) {
    const position = (edit * 7919) % length;
    const item = books[(edit * 31) % 100] ?? writer.id();
    expected[position] = item;
    version = writer.shelf({ from: version.ecsId, keep: length, put: [[position, item]] }, version);
    await writer.commit([version]);
  }
  expect(await booksOf(storage, version.ecsId)).toEqual(expected);
  expect((rowCount(file, "shelf_book") - length) / edits).toBeLessThan(3 * Math.log2(edits));
  expect(deepestChain(file)).toBeLessThan(2 * Math.log2(edits));
});

test("a version that appends where another one has begins a segment of its own", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
  });
  const { writer, books, shelf } = await aLongList(storage);
  const [left, right] = [1, 2].map((index) =>
    writer.shelf({ from: shelf.ecsId, keep: length, append: books.slice(index, index + 1) }, shelf),
  );
  if (left === undefined || right === undefined) throw new Error("two were made");
  await writer.commit([left, right]);
  expect((await booksOf(storage, left.ecsId)).at(-1)).toBe(books[1]);
  expect((await booksOf(storage, right.ecsId)).at(-1)).toBe(books[2]);
  expect(rowCount(folder.file("a.db"), "list_segment")).toBe(2);
});
