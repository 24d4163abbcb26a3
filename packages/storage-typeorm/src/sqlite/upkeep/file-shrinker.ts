import { StorageBusyError } from "@minference/protocol";
import { setTimeout } from "node:timers/promises";
import type { SqliteConnection } from "../sqlite-connection.ts";
import { isBusy, toStorageError } from "../sqlite-errors.ts";

const pauseMs = 5;

/** Removes from a database file, and from the log beside it, what no row holds any more (V42a). */
export class FileShrinker {
  readonly #connection: SqliteConnection;
  readonly #patienceMs: number;
  /** The next rewriting; null when there is none, or it has begun. */
  #next: Promise<void> | null = null;

  /** `patienceMs`: how long to wait for other connections to the file. */
  constructor(connection: SqliteConnection, patienceMs: number) {
    this.#connection = connection;
    this.#patienceMs = patienceMs;
  }

  /**
   * Rewrites the whole file and empties its log; O(file). Calls that come together share one rewriting.
   *
   * @throws {StorageBusyError} another connection was using the file all the time: the bytes are still there.
   * @throws {StorageFullError} a second copy of the file has no room.
   */
  shrink(): Promise<void> {
    this.#next ??= this.#shrink();
    return this.#next;
  }

  async #shrink(): Promise<void> {
    await new Promise((resume) => setImmediate(resume));
    this.#next = null;
    const start = performance.now();
    const steps = [() => this.#rewrite(), () => this.#emptyLog()];
    for (const step of steps) {
      while (!step()) {
        if (performance.now() - start >= this.#patienceMs) throw stillThere();
        await setTimeout(pauseMs);
      }
    }
  }

  /** False when another connection is writing. */
  #rewrite(): boolean {
    try {
      this.#connection.execute("VACUUM");
      return true;
    } catch (error) {
      if (isBusy(error)) return false;
      throw toStorageError(error, { what: "rewriting the file after an erase" });
    }
  }

  /** False when another connection still reads from the log. */
  #emptyLog(): boolean {
    try {
      return this.#connection.first("PRAGMA wal_checkpoint(TRUNCATE)")?.[0] === 0;
    } catch (error) {
      if (isBusy(error)) return false;
      throw toStorageError(error, { what: "emptying the log after an erase" });
    }
  }
}

function stillThere(): StorageBusyError {
  return new StorageBusyError({
    problem:
      "The versions are erased, but the bytes of their content are still in the file or its log, which another connection is using",
    remedy: "Erase the same versions again when the other connection has ended its transaction",
  });
}
