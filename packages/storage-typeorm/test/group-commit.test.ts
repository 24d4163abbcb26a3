import { expect, test } from "@jest/globals";
import type { WrittenSnapshot } from "@minference/storage";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { rowCount } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { booksOf, shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";
import { watchedDriver } from "./support/watched-driver.ts";

/** Commits of one storage at the same time. */
const atOnce = 50;

test(`of ${atOnce} commits at once the good ones are stored and the bad ones leave no row (R:S13)`, async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file, mappings: shelfMappings });
  const writer = new ShelfWriter(storage);
  const books = await writer.books(1);
  const missing = writer.id();
  const shelves = Array.from({ length: atOnce }, (_, index): WrittenSnapshot => {
    const append = index % 5 === 0 ? [...books, missing] : books;
    return writer.shelf({ append });
  });
  const before = rowCount(file, "write_batch");
  const outcomes = await Promise.allSettled(shelves.map((shelf) => writer.commit([shelf])));
  for (const [index, shelf] of shelves.entries()) {
    const isBad = index % 5 === 0;
    expect(outcomes[index]?.status).toBe(isBad ? "rejected" : "fulfilled");
    if (!isBad) expect(await booksOf(storage, shelf.ecsId)).toEqual(books);
  }
  const good = atOnce - atOnce / 5;
  expect(rowCount(file, "write_batch") - before).toBe(good);
  expect(rowCount(file, "shelf")).toBe(good);
  expect(rowCount(file, "shelf_book")).toBe(good);
  expect(rowCount(file, "list_segment")).toBe(good);
});

test("commits that wait at the same time share one transaction", async () => {
  using folder = tempFolder();
  const { driver, commits } = watchedDriver();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
    driver,
  });
  const writer = new ShelfWriter(storage);
  const books = await writer.books(1);
  const before = commits();
  await Promise.all(
    Array.from({ length: atOnce }, () => writer.commit([writer.shelf({ append: books })])),
  );
  expect(commits() - before).toBe(1);
});

test("more than 256 commits, and more than 8 MB, are more than one transaction", async () => {
  using folder = tempFolder();
  const { driver, commits } = watchedDriver();
  await using storage = await openSqliteStorage({ path: folder.file("a.db"), driver });
  const writer = new ShelfWriter(storage);
  let before = commits();
  await Promise.all(Array.from({ length: 257 }, () => writer.commit([])));
  expect(commits() - before).toBe(2);
  before = commits();
  await Promise.all([1, 2, 3].map(() => writer.bigBook(5 * 1024 * 1024)));
  expect(commits() - before).toBe(3);
});

test("a reader sees nothing of a group that is refused, and all of one that is answered (L3)", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: shelfMappings,
  });
  const writer = new ShelfWriter(storage);
  const good = writer.shelf({});
  const bad = writer.shelf({ append: [writer.id()] });
  const commits = [writer.commit([good]), rejection(writer.commit([bad]))];
  const meanwhile: number[] = [];
  const reading = (async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      meanwhile.push((await storage.status()).entityCount);
      await new Promise((resume) => setImmediate(resume));
    }
  })();
  await Promise.all([...commits, reading]);
  expect(new Set(meanwhile)).toEqual(new Set([0, 1]));
  expect((await storage.readSnapshots([good.ecsId, bad.ecsId])).size).toBe(1);
});
