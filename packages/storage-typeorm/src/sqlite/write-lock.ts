import { setTimeout } from "node:timers/promises";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { isBusy, toStorageError } from "./sqlite-errors.ts";

/** How long SQLite itself waits, blocking this thread; the rest of the patience is spent without blocking. */
export const blockingWaitMs = 10;

const pauseMs = 5;

/**
 * Begins a transaction as its only writer. While another process writes, it waits without blocking the event loop.
 *
 * @throws {StorageBusyError} the other writer did not end within `patienceMs`.
 */
export async function beginWriting(
  connection: SqliteConnection,
  patienceMs: number,
): Promise<void> {
  const start = performance.now();
  for (;;) {
    try {
      // R:S12: a transaction that first reads and then writes could not wait
      connection.run("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      const waitedMs = performance.now() - start;
      if (!isBusy(error) || waitedMs >= patienceMs) {
        throw toStorageError(error, { what: "the write", waitedMs });
      }
    }
    await setTimeout(pauseMs);
  }
}
