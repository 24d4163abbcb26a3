import { RowStatement, type SqliteHandle, type SqliteStatement } from "./sqlite-handle.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";

/**
 * The one connection of a storage, with its prepared statements.
 *
 * Everything here is synchronous: what runs between two calls of the event loop cannot be torn apart, so blocks of
 * calls are the serial order that SQLite needs (reliability.md, fact 1).
 */
export class SqliteConnection {
  readonly #handle: SqliteHandle;
  readonly #queries = new Map<string, RowStatement>();
  readonly #commands = new Map<string, SqliteStatement>();

  constructor(handle: SqliteHandle) {
    this.#handle = handle;
  }

  /** All rows of a query; the statement is prepared once per text. */
  all(sql: string, parameters: readonly SqlValue[] = []): readonly SqlRow[] {
    let statement = this.#queries.get(sql);
    if (statement === undefined) {
      statement = new RowStatement(this.#handle.prepare(sql));
      this.#queries.set(sql, statement);
    }
    return statement.all(parameters);
  }

  /** The first row of a query, or null. */
  first(sql: string, parameters: readonly SqlValue[] = []): SqlRow | null {
    return this.all(sql, parameters)[0] ?? null;
  }

  /** Runs a statement that answers no rows; gives how many rows it changed. */
  run(sql: string, parameters: readonly SqlValue[] = []): number {
    let statement = this.#commands.get(sql);
    if (statement === undefined) {
      statement = this.#handle.prepare(sql);
      this.#commands.set(sql, statement);
    }
    return Number(statement.run(...parameters).changes);
  }

  /** Runs a statement once, without keeping it: for the schema. */
  execute(sql: string): void {
    this.#handle.prepare(sql).run();
  }

  /** Runs reads that must see one state of the database. */
  read<T>(reads: () => T): T {
    this.run("BEGIN");
    try {
      return reads();
    } finally {
      this.#endReads();
    }
  }

  /** Reads have nothing to lose; on a damaged page SQLite may not even end their transaction well. */
  #endReads(): void {
    try {
      this.run("COMMIT");
    } catch {
      this.rollback();
    }
  }

  /** False when SQLite has ended the transaction by itself, as it does after some errors. */
  isInTransaction(): boolean {
    return this.#handle.inTransaction !== false;
  }

  /** Ends the open transaction without a trace. */
  rollback(): void {
    if (!this.isInTransaction()) return;
    try {
      this.run("ROLLBACK");
    } catch {
      // the driver does not tell whether SQLite has ended it by itself: then it had
    }
  }

  pragma(source: string): unknown {
    return this.#handle.pragma(source);
  }

  close(): void {
    this.#handle.close();
  }
}
