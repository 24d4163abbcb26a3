import { describe, expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry } from "@minference/ecs";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { mapEntity, openSqliteStorage, type EntityMapping } from "@minference/storage-typeorm";
import { withPlainDatabase } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { Fruit, mappings, Sample } from "./support/sample-entities.ts";
import { tempFolder } from "./support/temp-folder.ts";

async function openAndClose(path: string, mapped: readonly EntityMapping[]): Promise<void> {
  const storage = await openSqliteStorage({ path, mappings: mapped });
  await storage.close();
}

/** Adds a column to the table by writing its definition anew, as a hand with a text editor would. */
function rewriteTable(file: string, table: string, change: (sql: string) => string): void {
  withPlainDatabase(file, (database) => {
    const found = database
      .prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
      .pluck()
      .get(table);
    database.exec(`DROP VIEW "${table}_text"; DROP TABLE "${table}"`);
    database.exec(change(String(found)));
  });
}

describe("a database whose columns are not those of the mappings is refused, the difference named (R:S22)", () => {
  const changes: readonly (readonly [string, (sql: string) => string, RegExp])[] = [
    [
      "a dropped column",
      (sql) => sql.replace(/ {2}"optional_text".*\n/, ""),
      /sample\.optional_text is missing/,
    ],
    [
      "a renamed column",
      (sql) => sql.replace('"count"', '"amount"'),
      /sample\.count is missing.*sample\.amount is too many/,
    ],
    [
      "a column of another type",
      (sql) => sql.replace('"ratio" REAL', '"ratio" TEXT'),
      /sample\.ratio is "TEXT NOT NULL" instead of "REAL NOT NULL"/,
    ],
    [
      "a column that may be null",
      (sql) => sql.replace('"text" TEXT NOT NULL', '"text" TEXT'),
      /sample\.text is "TEXT" instead/,
    ],
    [
      "a column too many",
      (sql) => sql.replace('"text" TEXT', '"extra" TEXT, "text" TEXT'),
      /sample\.extra is too many/,
    ],
    ["another list of enum values", (sql) => sql.replace("'red', ", ""), /sample\.color is/],
  ];
  for (const [what, change, message] of changes) {
    test(what, async () => {
      using folder = tempFolder();
      const file = folder.file("a.db");
      await openAndClose(file, mappings);
      rewriteTable(file, "sample", change);
      const before = readFileSync(file);
      const error = await rejection(openSqliteStorage({ path: file, mappings }));
      expect(error.code).toBe("schema_drift");
      expect(error.message).toMatch(message);
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  }

  test("each column of each table, dropped by ALTER TABLE", async () => {
    using folder = tempFolder();
    const file = folder.file("a.db");
    await openAndClose(file, mappings);
    const columns = withPlainDatabase(file, (database) =>
      database.prepare("SELECT name FROM pragma_table_info('sample') WHERE cid > 7").pluck().all(),
    ).map(String);
    expect(columns.length).toBe(14);
    for (const column of columns) {
      using copy = tempFolder();
      await openAndClose(copy.file("a.db"), mappings);
      withPlainDatabase(copy.file("a.db"), (database) =>
        database.exec(`DROP VIEW sample_text; ALTER TABLE sample DROP COLUMN "${column}"`),
      );
      const error = await rejection(openSqliteStorage({ path: copy.file("a.db"), mappings }));
      expect(error.message).toContain(`sample.${column} is missing`);
    }
  });

  test("a table of the library that is gone", async () => {
    using folder = tempFolder();
    await openAndClose(folder.file("a.db"), []);
    withPlainDatabase(folder.file("a.db"), (database) => database.exec("DROP TABLE receipt"));
    const error = await rejection(openSqliteStorage({ path: folder.file("a.db") }));
    expect(error.message).toContain("table receipt is missing");
  });
});

test("a nullable column that was added as the error says is accepted", async () => {
  class Old extends defineEntity("Growing", { name: z.string() }) {}
  class New extends defineEntity("Growing", {
    name: z.string(),
    note: z.string().nullable().default(null),
  }) {}
  using folder = tempFolder();
  const file = folder.file("a.db");
  await openAndClose(file, [mapEntity(Old, { table: "growing" })]);
  const grown = [mapEntity(New, { table: "growing" })];
  const error = await rejection(openSqliteStorage({ path: file, mappings: grown }));
  expect(error.message).toContain("growing.note is missing (note TEXT)");
  withPlainDatabase(file, (database) => database.exec("ALTER TABLE growing ADD COLUMN note TEXT"));
  await openAndClose(file, grown);
  await openAndClose(file, grown);
});

test("a file of a newer release is refused by name (R:S23)", async () => {
  using folder = tempFolder();
  await openAndClose(folder.file("a.db"), []);
  withPlainDatabase(folder.file("a.db"), (database) =>
    database.exec("INSERT INTO minference_schema VALUES (99, 0, '7.1.0')"),
  );
  const error = await rejection(openSqliteStorage({ path: folder.file("a.db") }));
  expect(error.code).toBe("schema_drift");
  expect(error.message).toContain("version 99 by @minference/storage-typeorm 7.1.0");
});

test("a mapping of a type that lies in entity is refused with the count", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  {
    await using storage = await openSqliteStorage({ path: file });
    const fruits = ["fig", "kiwi"].map((name) => new Fruit({ name }));
    await new EntityRegistry({ storage }).registerAll(fruits);
  }
  const mapped = [mapEntity(Fruit, { table: "fruit" })];
  const error = await rejection(openSqliteStorage({ path: file, mappings: mapped }));
  expect(error.code).toBe("schema_drift");
  expect(error.message).toContain("2 versions of Fruit lie in table entity");
  const tables = withPlainDatabase(file, (database) =>
    database.prepare("SELECT name FROM sqlite_master WHERE name = 'fruit'").all(),
  );
  expect(tables).toEqual([]);
});

test("versions in a table that no mapping names are not left out of sight", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  {
    await using storage = await openSqliteStorage({ path: file, mappings });
    await new EntityRegistry({ storage }).register(new Fruit({ name: "fig" }));
  }
  const error = await rejection(
    openSqliteStorage({ path: file, mappings: [mapEntity(Sample, { table: "sample" })] }),
  );
  expect(error.message).toContain("table fruit holds 1 versions, but no mapping names it");
});

test("a view that was changed or is gone is made anew", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await openAndClose(file, mappings);
  const views = (): readonly unknown[] =>
    withPlainDatabase(file, (database) =>
      database.prepare("SELECT sql FROM sqlite_master WHERE type = 'view' ORDER BY name").all(),
    );
  const before = views();
  withPlainDatabase(file, (database) =>
    database.exec(
      "DROP VIEW fruit_text; DROP VIEW entity_text; CREATE VIEW entity_text AS SELECT 1",
    ),
  );
  await openAndClose(file, mappings);
  expect(views()).toEqual(before);
});
