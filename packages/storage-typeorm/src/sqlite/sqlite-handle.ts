// boundary: the driver is the caller's; what its statements answer becomes rows here
/** One value as SQLite gives and takes it. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** One row, its values in the order of the statement's columns. */
export type SqlRow = readonly SqlValue[];

/** A prepared statement of a driver of better-sqlite3's shape. */
export interface SqliteStatement {
  /** Turns rows into arrays; without it they are objects in the order of the columns. */
  raw?(toggle?: boolean): unknown;
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { readonly changes: number | bigint };
}

/** An open database of a driver of better-sqlite3's shape. */
export interface SqliteHandle {
  /** Absent where the driver does not tell. */
  readonly inTransaction?: boolean;
  pragma(source: string): unknown;
  prepare(source: string): SqliteStatement;
  close(): unknown;
}

/** A class of better-sqlite3's shape, such as better-sqlite3 12 and 13. */
export type SqliteDriver = new (
  file: string,
  options?: {
    readonly?: boolean;
    fileMustExist?: boolean;
    timeout?: number;
    verbose?: (message?: unknown, ...more: unknown[]) => void;
    nativeBinding?: string;
  },
) => SqliteHandle;

/** A statement that answers rows as arrays. */
export class RowStatement {
  readonly #statement: SqliteStatement;
  readonly #isRaw: boolean;

  constructor(statement: SqliteStatement) {
    this.#statement = statement;
    this.#isRaw = typeof statement.raw === "function";
    statement.raw?.(true);
  }

  all(parameters: readonly SqlValue[]): readonly SqlRow[] {
    const rows = this.#statement.all(...parameters);
    // a driver answers nothing else than the values of SQLite
    if (this.#isRaw) return rows as SqlRow[];
    return rows.map((row) => Object.values(row as Record<string, SqlValue>));
  }
}
