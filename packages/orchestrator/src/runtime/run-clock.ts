import type { Clock } from "@minference/protocol";

/**
 * Where the orchestrator takes all time from. Limits and waits use `monotonicMs`, so that a clock that is set
 * (O17) changes nothing; `now` only dates what is stored.
 */
export interface RunClock extends Clock {
  /** Milliseconds since some fixed moment; never goes back. */
  monotonicMs(): number;

  /**
   * Resolves after `ms` milliseconds, or as soon as `signal` aborts; never rejects. No number makes a hot loop:
   * NaN and what is below 1 count as 1, and a longer time than a timer keeps ends early (O23).
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
