import { expect, test } from "@jest/globals";
import Database from "better-sqlite3";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { rejection } from "./support/rejection.ts";
import { booksOf, shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";
import { watchedDriver } from "./support/watched-driver.ts";

test("on a full disk commits are refused, reads go on, and commits go on when there is room (R:S9)", async () => {
  using folder = tempFolder();
  const { driver, connection } = watchedDriver();
  const path = folder.file("a.db");
  await using storage = await openSqliteStorage({ path, mappings: shelfMappings, driver });
  const writer = new ShelfWriter(storage);
  const books = await writer.books(3);
  const pages = Number(connection().pragma("page_count", { simple: true }));
  connection().pragma(`max_page_count = ${pages + 5}`);
  const shelf = writer.shelf({ append: books });
  const outcomes = await Promise.allSettled([
    writer.commit([shelf]),
    writer.bigBook(100_000),
    writer.bigBook(100_000),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  const error = await rejection(writer.bigBook(100_000));
  expect([error.kind, error.retryable]).toEqual(["storage_full", true]);
  expect(await booksOf(storage, shelf.ecsId)).toEqual(books);
  connection().pragma("max_page_count = 1000000");
  await writer.bigBook(100_000);
  expect((await storage.status()).entityCount).toBe(5);
});

test("a writer that another process keeps waiting is told so, and writes later (R:S11)", async () => {
  using folder = tempFolder();
  const path = folder.file("a.db");
  await using storage = await openSqliteStorage({
    path,
    mappings: shelfMappings,
    busyTimeoutMs: 80,
  });
  const writer = new ShelfWriter(storage);
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  const waiting = Promise.all([writer.commit([]), writer.commit([])].map(rejection));
  // the event loop goes on meanwhile, and so do reads
  expect((await storage.status()).entityCount).toBe(0);
  for (const error of await waiting) {
    expect([error.kind, error.retryable]).toEqual(["storage_busy", true]);
    expect(error.message).toMatch(/for \d+ ms/);
  }
  other.exec("ROLLBACK");
  other.close();
  await writer.books(1);
  expect((await storage.status()).entityCount).toBe(1);
});

test("a commit that has to wait a little is stored", async () => {
  using folder = tempFolder();
  const path = folder.file("a.db");
  await using storage = await openSqliteStorage({ path, mappings: shelfMappings });
  const other = new Database(path);
  other.exec("BEGIN IMMEDIATE");
  const commit = new ShelfWriter(storage).books(1);
  await storage.status();
  other.exec("COMMIT");
  other.close();
  expect(await commit).toHaveLength(1);
});

test("an error says nothing of what is stored (R:E4)", async () => {
  using folder = tempFolder();
  const { driver, connection } = watchedDriver();
  const path = folder.file("a.db");
  await using storage = await openSqliteStorage({ path, mappings: shelfMappings, driver });
  connection().exec(
    "CREATE TRIGGER broken BEFORE INSERT ON book BEGIN SELECT RAISE(ABORT, 'refused'); END",
  );
  const error = await rejection(new ShelfWriter(storage).bigBook(10));
  expect(error.kind).toBe("storage_unavailable");
  expect(`${error.message} ${JSON.stringify(error)}`).not.toContain("xxxxx");
});
