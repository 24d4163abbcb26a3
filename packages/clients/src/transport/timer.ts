/** Longest delay that a timer of Node keeps, milliseconds; a longer one fires at once (fact 7). */
export const maxTimerMs = 2 ** 31 - 1;

/** A delay that a timer keeps, whatever was asked for (O23): whole milliseconds from 1 to 24.8 days. */
export function timerMs(ms: number): number {
  return Number.isNaN(ms) ? 1 : Math.ceil(Math.min(Math.max(ms, 1), maxTimerMs));
}
