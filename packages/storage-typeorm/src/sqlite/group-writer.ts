import type { JobOutcome, WriteJob } from "../commit/group-queue.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { toCommitError, toStorageError } from "./sqlite-errors.ts";
import { asOnlyWriter } from "./write-lock.ts";

/** What groups are written with. */
export interface GroupParts {
  readonly connection: SqliteConnection;
  /** Milliseconds to wait for another writer. */
  readonly patienceMs: number;
  /** Called in each transaction before its first job. */
  readonly begun: () => void;
}

/**
 * Writes groups of jobs, each group in one transaction and one synchronous block, so that nothing comes between.
 *
 * The good path has no savepoints. When a job is refused, all is rolled back and the group is written again with a
 * savepoint for each job: the bad one fails alone.
 */
export class GroupWriter {
  readonly #connection: SqliteConnection;
  readonly #patienceMs: number;
  readonly #begun: () => void;

  constructor({ connection, patienceMs, begun }: GroupParts) {
    this.#connection = connection;
    this.#patienceMs = patienceMs;
    this.#begun = begun;
  }

  /** The outcome of each job; never rejects. */
  async write(jobs: readonly WriteJob[]): Promise<readonly JobOutcome[]> {
    const together = await this.#inTransaction(() => jobs.map(runJob));
    if (together.kind === "committed") return together.outcomes;
    if (together.at !== "jobs" || jobs.length === 1) return jobs.map(() => refused(together.error));
    const guarded = await this.#inTransaction(() => jobs.map((job) => this.#runGuarded(job)));
    if (guarded.kind === "committed") return guarded.outcomes;
    if (guarded.at !== "jobs") return jobs.map(() => refused(guarded.error));
    return this.#writeSingly(jobs);
  }

  /** For the errors after which SQLite ends the whole transaction by itself, savepoints too. */
  async #writeSingly(jobs: readonly WriteJob[]): Promise<readonly JobOutcome[]> {
    const outcomes: JobOutcome[] = [];
    for (const job of jobs) {
      const single = await this.#inTransaction(() => [runJob(job)]);
      if (single.kind === "committed") outcomes.push(...single.outcomes);
      else outcomes.push(refused(single.error));
    }
    return outcomes;
  }

  async #inTransaction(write: () => readonly JobOutcome[]): Promise<TransactionEnd> {
    try {
      return await asOnlyWriter(this.#connection, this.#patienceMs, () =>
        this.#runAndCommit(write),
      );
    } catch (error) {
      return { kind: "failed", at: "begin", error };
    }
  }

  #runAndCommit(write: () => readonly JobOutcome[]): TransactionEnd {
    let outcomes: readonly JobOutcome[];
    try {
      this.#begun();
      outcomes = write();
    } catch (error) {
      this.#connection.rollback();
      return { kind: "failed", at: "jobs", error: toStorageError(error, { what: "the commit" }) };
    }
    try {
      this.#connection.run("COMMIT");
    } catch (error) {
      this.#connection.rollback();
      return { kind: "failed", at: "commit", error: toCommitError(error) };
    }
    return { kind: "committed", outcomes };
  }

  #runGuarded(job: WriteJob): JobOutcome {
    this.#connection.run("SAVEPOINT job");
    try {
      const outcome = runJob(job);
      this.#connection.run("RELEASE job");
      return outcome;
    } catch (error) {
      if (!this.#connection.isInTransaction()) throw error;
      this.#connection.run("ROLLBACK TO job");
      this.#connection.run("RELEASE job");
      return refused(toStorageError(error, { what: "the commit" }));
    }
  }
}

type TransactionEnd =
  | { readonly kind: "committed"; readonly outcomes: readonly JobOutcome[] }
  | { readonly kind: "failed"; readonly at: "begin" | "jobs" | "commit"; readonly error: unknown };

function runJob(job: WriteJob): JobOutcome {
  return { kind: "stored", acknowledge: job.run() };
}

function refused(error: unknown): JobOutcome {
  return { kind: "refused", error };
}
