import type { RunClock } from "@minference/orchestrator";

/** A clock on which every wait is over at once, and the time has passed all the same. */
export class HastyClock implements RunClock {
  #ms = 0;
  /** Every wait that was asked for, milliseconds, in order. */
  readonly waits: number[] = [];

  now(): number {
    return 1_750_000_000_000 + this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  sleep(ms: number): Promise<void> {
    this.waits.push(ms);
    const endMs = this.#ms + ms;
    return new Promise((resolve) => {
      setImmediate(() => {
        this.#ms = Math.max(this.#ms, endMs);
        resolve();
      });
    });
  }
}
