import type { StorageProblem } from "@minference/storage";
import type { SqliteConnection } from "../sqlite-connection.ts";
import type { SqlValue } from "../sqlite-handle.ts";
import type { VersionLocator } from "../version-locator.ts";
import type { VersionTables } from "../version-tables.ts";
import { batchProblems } from "./batch-problems.ts";
import { damageOf } from "./damage-of.ts";
import { refProblems } from "./ref-problems.ts";
import { VersionCheck } from "./version-check.ts";

/** What a database is verified with. */
export interface VerifyParts {
  readonly connection: SqliteConnection;
  readonly tables: VersionTables;
  readonly locator: VersionLocator;
}

/**
 * Everything in a database that is not as it was written, as far as it can be told without hashing contents. It holds
 * one version and one list at a time, and changes nothing.
 */
export function verifyDatabase(parts: VerifyParts): readonly StorageProblem[] {
  const { connection, tables, locator } = parts;
  const checks: readonly (() => Iterable<StorageProblem>)[] = [
    () => fileProblems(connection),
    () => danglingKeys(connection),
    ...tables.all.map((table) => () => new VersionCheck(table, { connection, locator }).problems()),
    () => batchProblems(connection, tables.all),
    () => refProblems(connection, locator),
  ];
  return checks.flatMap((check) => readable(check));
}

/** What a check found, also when a damaged page ended it. */
function readable(check: () => Iterable<StorageProblem>): readonly StorageProblem[] {
  const problems: StorageProblem[] = [];
  try {
    for (const problem of check()) problems.push(problem);
  } catch (error) {
    problems.push({ problem: damageOf(error), ecsId: null, lineageId: null });
  }
  return problems;
}

/** https://www.sqlite.org/pragma.html#pragma_integrity_check: it names tables, indexes and pages, never values. */
function* fileProblems(connection: SqliteConnection): Generator<StorageProblem> {
  for (const [text] of connection.all("PRAGMA integrity_check")) {
    if (text !== "ok") yield problemOf(`SQLite found: ${String(text)}`);
  }
}

/** https://www.sqlite.org/pragma.html#pragma_foreign_key_check */
function* danglingKeys(connection: SqliteConnection): Generator<StorageProblem> {
  const counts = new Map<string, number>();
  for (const [table = "", , parent = ""] of connection.all("PRAGMA foreign_key_check")) {
    // those of batches are told version by version
    if (parent === "write_batch") continue;
    const key = keyText(table, parent);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  for (const [key, count] of counts) yield problemOf(`${count} rows of ${key} that are not stored`);
}

function keyText(table: SqlValue, parent: SqlValue): string {
  return `${String(table)} name rows of ${String(parent)}`;
}

function problemOf(problem: string): StorageProblem {
  return { problem, ecsId: null, lineageId: null };
}
