import { AbortHub } from "@minference/clients";
import type { RunClock } from "./run-clock.ts";

/** Longest delay that a timer of Node keeps, milliseconds; a longer one fires at once (fact 7). */
export const maxTimerMs = 2 ** 31 - 1;

/** The machine's clocks and timers: the default of an orchestrator. */
export class SystemClock implements RunClock {
  readonly #aborts = new AbortHub();

  /** Milliseconds since 1970. */
  now(): number {
    return Date.now();
  }

  /** Milliseconds since the process began. */
  monotonicMs(): number {
    return performance.now();
  }

  /** One timer of Node, gone when the wait ends. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        unwatch?.();
        resolve();
      };
      const timer = setTimeout(end, timerMs(ms));
      const unwatch = signal === undefined ? null : this.#aborts.watch(signal, end);
    });
  }
}

/** A delay that a timer keeps, whatever was asked for: whole milliseconds from 1 to 24.8 days. */
export function timerMs(ms: number): number {
  return Number.isNaN(ms) ? 1 : Math.ceil(Math.min(Math.max(ms, 1), maxTimerMs));
}
