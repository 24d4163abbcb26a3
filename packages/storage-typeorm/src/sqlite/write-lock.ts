import { setTimeout } from "node:timers/promises";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { isBusy, toStorageError } from "./sqlite-errors.ts";

/** How long SQLite itself waits, blocking this thread; the rest of the patience is spent without blocking. */
export const blockingWaitMs = 10;

const pauseMs = 5;

/**
 * Begins a transaction as its only writer and runs `write`, in one synchronous block: not even a promise that is ready
 * comes between. `write` ends the transaction. While another process writes, it waits without blocking the event loop.
 *
 * @throws {StorageBusyError} the other writer did not end within `patienceMs`; `write` was not run.
 */
export async function asOnlyWriter<T>(
  connection: SqliteConnection,
  patienceMs: number,
  write: () => T,
): Promise<T> {
  const start = performance.now();
  for (;;) {
    const busy = begin(connection);
    if (busy === null) return write();
    const waitedMs = performance.now() - start;
    if (waitedMs >= patienceMs) throw toStorageError(busy, { what: "the write", waitedMs });
    await setTimeout(pauseMs);
  }
}

/** Null when the transaction has begun; else what the driver said of the other writer. */
function begin(connection: SqliteConnection): unknown {
  try {
    // R:S12: a transaction that first reads and then writes could not wait
    connection.run("BEGIN IMMEDIATE");
    return null;
  } catch (error) {
    if (isBusy(error)) return error;
    throw toStorageError(error, { what: "the write" });
  }
}
