import type { Clock } from "@minference/protocol";

/** Where tools take time from; a clock of the orchestrator is one. */
export interface ToolClock extends Clock {
  /** Resolves after `ms` milliseconds, or as soon as `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Longest delay that a timer of Node keeps, milliseconds; a longer one fires at once (fact 7). */
const maxTimerMs = 2 ** 31 - 1;

/** The machine's clock and timers. */
export const systemToolClock: ToolClock = {
  now: () => Date.now(),
  sleep(ms, signal) {
    if (signal?.aborted === true) return Promise.resolve();
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, timerMs(ms));
      signal?.addEventListener("abort", end);
    });
  },
};

/** A delay that a timer keeps, whatever was asked for: whole milliseconds from 1 to 24.8 days. */
function timerMs(ms: number): number {
  return Number.isNaN(ms) ? 1 : Math.ceil(Math.min(Math.max(ms, 1), maxTimerMs));
}
