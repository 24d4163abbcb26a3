import type { RunClock } from "@minference/orchestrator";

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is moved on; whoever sleeps wakes in the order of time. */
export class ManualClock implements RunClock {
  #ms = 0;
  readonly #sleepers = new Set<Sleeper>();

  /** How many sleep now. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  now(): number {
    return 1_750_000_000_000 + this.#ms;
  }

  monotonicMs(): number {
    return this.#ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#sleepers.delete(sleeper);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      const sleeper = { atMs: this.#ms + Math.max(ms, 1), wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", wake);
    });
  }

  /** Moves on by so many milliseconds, and lets everything happen that is due on the way. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#ms + ms;
    for (;;) {
      await everythingDone();
      const next = [...this.#sleepers].toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > endMs) break;
      this.#ms = next.atMs;
      next.wake();
    }
    this.#ms = endMs;
  }
}

/** Resolves when every promise that can go on has gone on. */
export function everythingDone(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
