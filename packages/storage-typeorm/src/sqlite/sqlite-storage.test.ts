import { describe, test } from "@jest/globals";
import { storageCases, type StoreUnderTest } from "@minference/storage/conformance";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSqliteStorage } from "./open-sqlite-storage.ts";

async function sqliteFile(): Promise<StoreUnderTest> {
  const folder = mkdtempSync(path.join(tmpdir(), "minference-sqlite-"));
  return {
    // not FULL: nothing here cuts the power, and the disk of a test machine syncs slowly
    open: () => openSqliteStorage({ path: path.join(folder, "store.db"), synchronous: "normal" }),
    destroy: async () => rmSync(folder, { recursive: true }),
  };
}

describe("a SQLite file keeps the contract of a storage", () => {
  for (const { name, run } of storageCases(sqliteFile)) test(name, run);
});
