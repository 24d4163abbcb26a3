import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import Database from "better-sqlite3";
import { openSqliteStorage, type SqliteHandle } from "@minference/storage-typeorm";
import { rejection } from "./support/rejection.ts";
import { Basket, Fruit, mappings } from "./support/sample-entities.ts";
import { tempFolder } from "./support/temp-folder.ts";
import { watchedDriver } from "./support/watched-driver.ts";

/** No more than TypeORM's driver asks for: what a few lines over another SQLite would have. */
class PlainDriver implements SqliteHandle {
  readonly #database: Database.Database;

  constructor(file: string, options: Database.Options = {}) {
    this.#database = new Database(file, { fileMustExist: options.fileMustExist ?? false });
  }

  pragma(source: string): unknown {
    return this.#database.pragma(source);
  }

  prepare(source: string) {
    const statement = this.#database.prepare(source);
    return {
      reader: statement.reader,
      all: (...parameters: readonly unknown[]) => statement.all(...parameters),
      run: (...parameters: readonly unknown[]) => statement.run(...parameters),
    };
  }

  close(): void {
    this.#database.close();
  }
}

/** The same with an old SQLite. */
class OldDriver extends PlainDriver {
  override prepare(source: string) {
    return super.prepare(source.replace("sqlite_version()", "'3.45.1'"));
  }
}

test("a driver needs no more than its shape says", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings,
    driver: PlainDriver,
  });
  const registry = new EntityRegistry({ storage });
  const basket = new Basket({ fruits: [new Fruit({ name: "fig" })] });
  await registry.register(basket);
  const stale = await registry.getOrThrow(Basket, basket.ecsId);
  basket.append("fruits", new Fruit({ name: "kiwi" }));
  await registry.register(basket);
  stale.name = "late";
  expect((await rejection(registry.register(stale, { expectHead: true }))).kind).toBe("conflict");
  const read = await new EntityRegistry({ storage }).getOrThrow(Basket, basket.ecsId);
  expect(read.fruits.map(({ name }) => name)).toEqual(["fig", "kiwi"]);
});

test("a driver with an old SQLite is refused before anything is made", async () => {
  using folder = tempFolder();
  const path = folder.file("a.db");
  const error = await rejection(openSqliteStorage({ path, driver: OldDriver }));
  expect(error.code).toBe("sqlite_driver");
  await using storage = await openSqliteStorage({ path });
  expect((await storage.status()).entityCount).toBe(0);
});

test("a storage is durable unless it is asked not to be", async () => {
  using folder = tempFolder();
  const settings = async (synchronous?: "full" | "normal"): Promise<readonly unknown[]> => {
    const { driver, connection } = watchedDriver();
    const options = { path: folder.file("a.db"), driver, ...(synchronous && { synchronous }) };
    await using storage = await openSqliteStorage(options);
    expect(storage.backend).toBe("sqlite");
    return ["journal_mode", "synchronous", "foreign_keys"].map((name) =>
      connection().pragma(name, { simple: true }),
    );
  };
  expect(await settings()).toEqual(["wal", 2, 1]);
  expect(await settings("full")).toEqual(["wal", 2, 1]);
  expect(await settings("normal")).toEqual(["wal", 1, 1]);
});
