import Database from "better-sqlite3";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** A path for a database in a folder of its own. */
export async function databaseFile(): Promise<{
  readonly path: string;
  remove(): Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), "minference-bench-"));
  return {
    path: path.join(folder, "turn.db"),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Bytes of all pages of a database. */
export function fileBytes(file: string): number {
  return reading(file, (database) => {
    const pages = Number(database.pragma("page_count", { simple: true }));
    return pages * Number(database.pragma("page_size", { simple: true }));
  });
}

/** How many rows each table of a database has. */
export function tableRows(file: string): ReadonlyMap<string, number> {
  return reading(file, (database) => {
    const tables = database
      .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all();
    const count = (name: string): number =>
      database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM "${name}"`).get()?.n ?? 0;
    return new Map(tables.map(({ name }) => [name, count(name)]));
  });
}

function reading<Result>(file: string, read: (database: Database.Database) => Result): Result {
  const database = new Database(file, { readonly: true });
  try {
    return read(database);
  } finally {
    database.close();
  }
}
