import Database from "better-sqlite3";
import assert from "node:assert/strict";
import { existsSync } from "node:fs";

/**
 * The hashes of the requests whose answers are committed in a database of the demo. It is only read, so that the
 * demo itself recovers what a kill left. None before there is a database.
 *
 * @throws {AssertionError} the database is damaged, or a row points to nothing.
 */
export function readCommitted(file: string): ReadonlySet<string> {
  if (!existsSync(file)) return new Set();
  const database = new Database(file, { readonly: true });
  try {
    assert.equal(database.pragma("integrity_check", { simple: true }), "ok");
    const dangling = database.prepare("PRAGMA foreign_key_check").all();
    assert.equal(dangling.length, 0, "a row points to one that is not there");
    const isMigrated = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'raw_output'");
    if (isMigrated.get() === undefined) return new Set();
    const answered = database
      .prepare<[], string>("SELECT request_hash FROM raw_output WHERE http_status = 200")
      .pluck();
    return new Set(answered.all());
  } finally {
    database.close();
  }
}
