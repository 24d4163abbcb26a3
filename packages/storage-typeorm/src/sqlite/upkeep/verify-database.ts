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
  return [
    ...found("PRAGMA integrity_check", fileProblems(connection)),
    ...found("PRAGMA foreign_key_check", danglingKeys(connection)),
    ...tables.all.flatMap((table) => {
      const check = new VersionCheck(table, { connection, locator });
      return found(`listing the versions of table ${table.name}`, check.problems());
    }),
    ...found("looking for batches", batchProblems(connection, tables.all)),
    ...found("looking for the tips of refs", refProblems(connection, locator)),
  ];
}

/** What a check finds, also when a damaged page ends it. */
function found(check: string, problems: Iterable<StorageProblem>): readonly StorageProblem[] {
  const before: StorageProblem[] = [];
  try {
    for (const problem of problems) before.push(problem);
  } catch (error) {
    before.push(problemOf(damageOf(error, check)));
  }
  return before;
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
