import { describe, expect, test } from "@jest/globals";
import Database from "better-sqlite3";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { rejection } from "./support/rejection.ts";
import { tempFolder, type TempFolder } from "./support/temp-folder.ts";

/** What opening a path says; nothing may be changed by it. */
async function refusal(
  folder: TempFolder,
  file: string,
): Promise<{ code: string; message: string }> {
  const before = readdirSync(folder.path).sort();
  const { code, message } = await rejection(openSqliteStorage({ path: file }));
  expect(readdirSync(folder.path).sort()).toEqual(before);
  return { code, message };
}

async function aDatabase(file: string): Promise<void> {
  const storage = await openSqliteStorage({ path: file });
  await storage.close();
}

describe("a path where no database can be is refused at open, before anything is written (R:S10)", () => {
  test("a folder", async () => {
    using folder = tempFolder();
    mkdirSync(folder.file("a.db"));
    const { code, message } = await refusal(folder, folder.file("a.db"));
    expect(code).toBe("database_path");
    expect(message).toContain("it is a folder");
  });

  test("a file in a folder that is missing", async () => {
    using folder = tempFolder();
    const { code, message } = await refusal(folder, path.join(folder.path, "none", "a.db"));
    expect(code).toBe("database_path");
    expect(message).toContain("does not exist");
    expect(existsSync(path.join(folder.path, "none"))).toBe(false);
  });

  test("a file that is read-only", async () => {
    using folder = tempFolder();
    await aDatabase(folder.file("a.db"));
    chmodSync(folder.file("a.db"), 0o444);
    const { code, message } = await refusal(folder, folder.file("a.db"));
    expect(code).toBe("database_path");
    expect(message).toContain("read-only");
  });

  test("a file in a folder that is read-only", async () => {
    using folder = tempFolder();
    const inner = path.join(folder.path, "inner");
    mkdirSync(inner);
    chmodSync(inner, 0o555);
    expect((await refusal(folder, path.join(inner, "a.db"))).code).toBe("database_path");
    chmodSync(inner, 0o755);
    expect(readdirSync(inner)).toEqual([]);
  });

  test("a link to nothing", async () => {
    using folder = tempFolder();
    symlinkSync(folder.file("nothing"), folder.file("a.db"));
    expect((await refusal(folder, folder.file("a.db"))).code).toBe("database_path");
  });

  test("what is no path", async () => {
    using folder = tempFolder();
    for (const file of ["", " ", "a\0.db", `${folder.file("a.db")} `]) {
      expect((await refusal(folder, file)).code).toBe("invalid_request");
    }
  });
});

describe("a file that is no database is refused at open and stays as it is (R:S27)", () => {
  const contents: readonly (readonly [string, (file: string) => Promise<void> | void])[] = [
    ["an empty file", (file) => writeFileSync(file, "")],
    ["a text", (file) => writeFileSync(file, "name,age\nada,36\n".repeat(400))],
    ["random bytes", (file) => writeFileSync(file, Buffer.alloc(8192, 0xa5))],
    ["a header alone", (file) => writeFileSync(file, "SQLite format 3\0")],
    [
      "a database that is cut in half",
      async (file) => {
        await aDatabase(file);
        truncateSync(file, readFileSync(file).length / 2);
      },
    ],
    [
      "a database that is cut within a page",
      async (file) => {
        await aDatabase(file);
        truncateSync(file, readFileSync(file).length - 1000);
      },
    ],
    [
      "a database whose schema is overwritten",
      async (file) => {
        await aDatabase(file);
        const bytes = readFileSync(file);
        bytes.fill(0xff, 100, 4096);
        writeFileSync(file, bytes);
      },
    ],
  ];
  for (const [what, write] of contents) {
    test(what, async () => {
      using folder = tempFolder();
      const file = folder.file("a.db");
      await write(file);
      const before = readFileSync(file);
      expect((await refusal(folder, file)).code).toBe("corrupt");
      expect(readFileSync(file).equals(before)).toBe(true);
    });
  }
});

test("a database of somebody else gets our tables beside its own", async () => {
  using folder = tempFolder();
  const other = new Database(folder.file("a.db"));
  other.exec("CREATE TABLE customer (id INTEGER PRIMARY KEY); INSERT INTO customer VALUES (7)");
  other.close();
  await aDatabase(folder.file("a.db"));
  await aDatabase(folder.file("a.db"));
  const again = new Database(folder.file("a.db"));
  expect(again.prepare("SELECT id FROM customer").pluck().all()).toEqual([7]);
  again.close();
});

test("a table of somebody else under one of our names is not taken over", async () => {
  using folder = tempFolder();
  const other = new Database(folder.file("a.db"));
  other.exec("CREATE TABLE entity (id INTEGER PRIMARY KEY)");
  other.close();
  const { code, message } = await rejection(openSqliteStorage({ path: folder.file("a.db") }));
  expect(code).toBe("schema_drift");
  expect(message).toContain("entity");
});

test("options that make no sense are refused", async () => {
  const wrong: readonly object[] = [
    { synchronous: "off" },
    { busyTimeoutMs: -1 },
    { busyTimeoutMs: NaN },
  ];
  for (const options of wrong) {
    const opening = openSqliteStorage({ path: ":memory:", ...options });
    expect((await rejection(opening)).code).toBe("invalid_request");
  }
});
