import {
  CommitUnknownError,
  CorruptError,
  MinferenceError,
  StorageBusyError,
  StorageFullError,
  StorageUnavailableError,
  TooLargeError,
} from "@minference/protocol";

/** What was being done when SQLite failed, for its error. */
export interface SqliteWork {
  /** A noun phrase, such as `the commit`. */
  readonly what: string;
  /** Milliseconds that were spent waiting for another writer. */
  readonly waitedMs?: number;
}

/**
 * The error of ours for one of the driver's; any other error as it is.
 *
 * A driver's message names tables and columns, never values, so it is kept as the cause.
 */
export function toStorageError(error: unknown, work: SqliteWork): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const detail = { cause: error };
  switch (code.split("_")[1]) {
    case "BUSY":
    case "LOCKED":
      return new StorageBusyError({
        problem: `The database was held by another writer for ${Math.round(work.waitedMs ?? 0)} ms, so ${work.what} was not begun`,
        remedy: "Try again; when it lasts, find the process that keeps a transaction open",
        ...detail,
      });
    case "FULL":
      return new StorageFullError({
        problem: `The disk or the database's page limit is full: ${work.what} stored nothing`,
        remedy: "Make room and try again; everything stored before is readable",
        ...detail,
      });
    case "CORRUPT":
    case "NOTADB":
      return new CorruptError({
        problem: `The database file is damaged or no database (${code} during ${work.what})`,
        remedy: "Restore it from a backup made with VACUUM INTO",
        ...detail,
      });
    case "TOOBIG":
      return new TooLargeError({
        problem: `A value is larger than SQLite can hold, so ${work.what} stored nothing`,
        remedy: "Keep large content elsewhere and store a reference to it",
        ...detail,
      });
    default:
      return new StorageUnavailableError({
        problem: `SQLite answered ${code} during ${work.what}`,
        remedy: "Check that the file and its folder are there and can be written",
        ...detail,
      });
  }
}

/** Runs something on the driver and throws errors of ours only. */
export function withStorageErrors<T>(work: SqliteWork, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw toStorageError(error, work);
  }
}

/**
 * What a failed COMMIT means: refused whole, or, when the disk failed in the middle of it, unknown, because the
 * next opening may find the commit in the log.
 */
export function toCommitError(error: unknown): unknown {
  if (sqliteCode(error)?.startsWith("SQLITE_IOERR") !== true) {
    return toStorageError(error, { what: "the commit" });
  }
  return new CommitUnknownError({
    problem: "The disk failed while a commit was being written: it is stored or not",
    remedy: "Commit the same batch again: a known batch is answered with its receipt",
    cause: error,
  });
}

/** True when another writer holds what was asked for. */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED"));
}

/** The driver's error code, such as `SQLITE_BUSY`; null when the error is not the driver's. */
export function sqliteCode(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("code" in error)) return null;
  if (error instanceof MinferenceError || typeof error.code !== "string") return null;
  return error.code.startsWith("SQLITE_") ? error.code : null;
}
