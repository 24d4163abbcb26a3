import Database from "better-sqlite3";

/** What anybody may do to a database file behind the back of its storage. */
export function withPlainDatabase<T>(file: string, use: (database: Database.Database) => T): T {
  const database = new Database(file);
  try {
    return use(database);
  } finally {
    database.close();
  }
}

/** How many rows a table has. */
export function rowCount(file: string, table: string): number {
  return withPlainDatabase(file, (database) =>
    Number(database.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()),
  );
}
