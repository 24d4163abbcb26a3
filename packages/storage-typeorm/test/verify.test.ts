import { describe, expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { withPlainDatabase } from "./support/plain-database.ts";
import { Basket, Fruit, mappings } from "./support/sample-entities.ts";
import { shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";

interface Stored {
  readonly basket: EcsId;
  readonly parent: EcsId;
  readonly best: EcsId;
}

/** A basket of two versions: its best fruit, one by name, three in its list. */
async function storeBasket(file: string): Promise<Stored> {
  await using storage = await openSqliteStorage({ path: file, mappings });
  const registry = new EntityRegistry({ storage });
  const [best, fig, kiwi, plum] = ["best", "fig", "kiwi", "plum"].map(
    (name) => new Fruit({ name }),
  );
  if (best === undefined || fig === undefined || kiwi === undefined || plum === undefined) {
    throw new Error("no fruit");
  }
  const basket = await registry.register(
    new Basket({ best, byName: { fig }, fruits: [kiwi, plum] }),
  );
  const parent = basket.ecsId;
  basket.append("fruits", new Fruit({ name: "pear" }));
  await registry.register(basket);
  return { basket: basket.ecsId, parent, best: best.ecsId };
}

const uuid = "x'0198c0de00007000800000000000abcd'";

describe("verify lists what a hand took away, by the version that misses it (R:S25)", () => {
  const edits: readonly (readonly [string, string, readonly (keyof Stored)[], RegExp])[] = [
    [
      "a fruit that a ref names",
      "DELETE FROM fruit WHERE name = 'best'",
      ["parent", "basket"],
      /: best names .* not stored/,
    ],
    [
      "a fruit that a dict names",
      "DELETE FROM fruit WHERE name = 'fig'",
      ["parent", "basket"],
      /: byName names .* not stored/,
    ],
    [
      "a fruit in a list, once for the versions that share its row",
      "DELETE FROM fruit WHERE name = 'plum'",
      ["parent"],
      /: fruits names .* not stored/,
    ],
    [
      "a list row, for each version whose list has it",
      "DELETE FROM basket_fruit WHERE position = 1",
      ["parent", "basket"],
      /positions without a row in basket_fruit/,
    ],
    [
      "the last list row",
      "DELETE FROM basket_fruit WHERE position = 2",
      ["basket"],
      /positions without a row/,
    ],
    [
      "the tip of a ref",
      "DELETE FROM basket WHERE ecs_id = (SELECT max(ecs_id) FROM basket); DELETE FROM basket_fruit WHERE position = 2",
      ["basket"],
      /A ref points to version .* not stored/,
    ],
    [
      "the batch of a version",
      "DELETE FROM write_batch WHERE batch_id = (SELECT min(batch_id) FROM basket)",
      ["parent", "best"],
      /batch that stored a version/,
    ],
    [
      "the hash of a version",
      "UPDATE fruit SET content_hash = NULL WHERE name = 'best'",
      ["best"],
      /has no content hash/,
    ],
    [
      "the lineage of a parent",
      `UPDATE basket SET lineage_id = ${uuid} WHERE ecs_id = (SELECT min(ecs_id) FROM basket)`,
      ["basket"],
      /its parent names .* of another lineage/,
    ],
  ];
  for (const [what, sql, owners, problem] of edits) {
    test(what, async () => {
      using folder = tempFolder();
      const file = folder.file("a.db");
      const stored = await storeBasket(file);
      withPlainDatabase(file, (database) => database.exec(`PRAGMA foreign_keys = 0; ${sql}`));
      await using storage = await openSqliteStorage({ path: file, mappings });
      const problems = await storage.verify();
      const found = problems.filter((each) => problem.test(each.problem));
      const ids = found.flatMap(({ ecsId }) => ecsId ?? []);
      expect(ids).toEqual(expect.arrayContaining(owners.map((owner) => stored[owner])));
    });
  }
});

test("verify finds nothing in an intact file, and changes nothing", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await storeBasket(file);
  const before = readFileSync(file);
  {
    await using storage = await openSqliteStorage({ path: file, mappings });
    expect(await storage.verify()).toEqual([]);
  }
  expect(readFileSync(file).equals(before)).toBe(true);
});

test("segments that hang on one another in a circle end no process", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const options = { path: file, mappings: shelfMappings };
  {
    await using storage = await openSqliteStorage(options);
    const writer = new ShelfWriter(storage);
    const books = await writer.books(12);
    const shelf = writer.shelf({ append: books });
    await writer.commit([shelf]);
    const put = [[3, books[0] ?? writer.id()]] as const;
    await writer.commit([writer.shelf({ from: shelf.ecsId, keep: 12, put }, shelf)]);
  }
  withPlainDatabase(file, (database) => {
    database.exec("DELETE FROM shelf_book WHERE position = 5");
    const segments = database
      .prepare("SELECT segment_id FROM list_segment ORDER BY segment_id")
      .pluck()
      .all();
    const change = database.prepare(
      "UPDATE list_segment SET parent_segment_id = ?, parent_length = 12 WHERE segment_id = ?",
    );
    change.run(segments[0], segments[1]);
    change.run(segments[1], segments[0]);
  });
  await using storage = await openSqliteStorage(options);
  const problems = await storage.verify();
  expect(problems.filter(({ problem }) => problem.includes("without a row"))).toHaveLength(2);
});

/** A file of 500 fruits in which a page has been written over from an offset on. */
async function aDamagedFile(
  file: string,
  { btree, offset }: { readonly btree: string; readonly offset: number },
): Promise<void> {
  {
    await using storage = await openSqliteStorage({ path: file, mappings });
    const fruits = Array.from({ length: 500 }, (_, index) => new Fruit({ name: `fruit ${index}` }));
    await new EntityRegistry({ storage }).registerAll(fruits);
  }
  const sql = "SELECT max(pageno) FROM dbstat WHERE name = ? AND pagetype = 'leaf'";
  const [page, size] = withPlainDatabase(file, (database) => [
    Number(database.prepare(sql).pluck().get(btree)),
    Number(database.pragma("page_size", { simple: true })),
  ]);
  const descriptor = openSync(file, "r+");
  // 4 bytes of the id at the end of an index page, or the whole page
  const length = offset === 0 ? size : 4;
  const at = (page - 1) * size + offset;
  writeSync(descriptor, Buffer.alloc(length, 0xff), 0, length, at);
  closeSync(descriptor);
}

test("a damaged page is told by the table that lies in it, without content (R:S27)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await aDamagedFile(file, { btree: "fruit", offset: 0 });
  await using storage = await openSqliteStorage({ path: file, mappings });
  const problems = (await storage.verify()).map(({ problem }) => problem);
  expect(problems).toContain("SQLite answered SQLITE_CORRUPT to PRAGMA integrity_check");
  expect(problems.join()).toContain("table fruit");
  expect(problems.join()).not.toContain("fruit 4");
});

test("an index that does not lead to its rows is told by SQLite's own check (R:S27)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await aDamagedFile(file, { btree: "sqlite_autoindex_fruit_1", offset: 4090 });
  await using storage = await openSqliteStorage({ path: file, mappings });
  const problems = (await storage.verify()).map(({ problem }) => problem);
  expect(problems).toEqual(
    expect.arrayContaining([expect.stringMatching(/^SQLite found: row \d+ missing from index/)]),
  );
});
