/** Answers the caller of a job; called when what the job wrote is durable. */
export type Acknowledge = () => void;

/** A write that waits for the next transaction. */
export interface WriteJob {
  /** About how many bytes it brings to the disk. */
  readonly bytes: number;
  /** Writes, inside a transaction; it may be run again after it was rolled back. */
  run(): Acknowledge;
  /** Answers the caller that nothing was written. */
  refuse(error: unknown): void;
}

/** What became of a job. */
export type JobOutcome =
  | { readonly kind: "stored"; readonly acknowledge: Acknowledge }
  | { readonly kind: "refused"; readonly error: unknown };

/** Most jobs in one transaction. */
const maxJobs = 256;
/** Bytes after which no further job is taken into a transaction. */
const maxBytes = 8 * 1024 * 1024;

/**
 * Group commit: jobs that wait at the same time share one transaction, and each is answered when it is durable.
 *
 * There is no timer: the next group is what arrived while the last one was written.
 */
export class GroupQueue {
  readonly #writeGroup: (jobs: readonly WriteJob[]) => Promise<readonly JobOutcome[]>;
  #waiting: WriteJob[] = [];
  #draining: Promise<void> | null = null;

  /** `writeGroup` gives the outcome of each job in their order, and never rejects. */
  constructor(writeGroup: (jobs: readonly WriteJob[]) => Promise<readonly JobOutcome[]>) {
    this.#writeGroup = writeGroup;
  }

  /** What `write` answers, once it is durable; rejects with its error when it was refused. */
  add<T>(bytes: number, write: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (): Acknowledge => {
        const answer = write();
        return () => {
          resolve(answer);
        };
      };
      this.#waiting.push({ bytes, run, refuse: reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when every job that was added is answered. */
  async drained(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resume) => setImmediate(resume));
      const group = this.#takeGroup();
      const outcomes = await this.#writeGroup(group);
      for (const [index, job] of group.entries()) {
        const outcome = outcomes[index];
        if (outcome?.kind === "stored") outcome.acknowledge();
        else job.refuse(outcome?.error);
      }
    }
    this.#draining = null;
  }

  #takeGroup(): readonly WriteJob[] {
    let bytes = 0;
    let count = 0;
    for (const job of this.#waiting) {
      if (count === maxJobs || (count > 0 && bytes + job.bytes > maxBytes)) break;
      bytes += job.bytes;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }
}
