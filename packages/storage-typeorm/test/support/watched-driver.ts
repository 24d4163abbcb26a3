import Database from "better-sqlite3";
import type { SqliteDriver } from "@minference/storage-typeorm";

/** A driver whose connections a test can reach: to bring about what only the file's state can. */
export interface WatchedDriver {
  readonly driver: SqliteDriver;
  /** The connection that was opened last. */
  connection(): Database.Database;
  /** How many transactions it has committed. */
  commits(): number;
  /** How many statements it has run. */
  statements(): number;
}

/** better-sqlite3, its connections kept. */
export function watchedDriver(): WatchedDriver {
  let last: Database.Database | null = null;
  let commits = 0;
  let statements = 0;
  const keep = (opened: Database.Database): void => {
    last = opened;
  };
  const driver = class extends Database {
    constructor(file: string, options?: Database.Options) {
      const verbose = (sql: unknown): void => {
        statements += 1;
        if (sql === "COMMIT") commits += 1;
      };
      super(file, { ...options, verbose });
      keep(this);
    }
  };
  return {
    driver,
    commits: () => commits,
    statements: () => statements,
    connection: () => {
      if (last === null) throw new Error("nothing was opened");
      return last;
    },
  };
}
