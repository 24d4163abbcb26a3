import type { AbortWatch } from "./abort-watch.ts";
import type { ToolClock } from "./tool-clock.ts";

/** How foreign code ended, or that it had not. */
export type Settled<T> =
  | { readonly state: "returned"; readonly value: T }
  | { readonly state: "threw"; readonly error: unknown }
  | { readonly state: "timed out" }
  | { readonly state: "aborted" };

/** How long foreign code is waited for, and who hears of an answer that came later. */
interface SettleOptions {
  readonly clock: ToolClock;
  readonly aborts: AbortWatch;
  /** Milliseconds; null: until it ends or the caller aborts. */
  readonly timeoutMs: number | null;
  readonly signal: AbortSignal | null;
  /** Called when the code answers, or throws, after it was given up. */
  readonly onLate: () => void;
}

/**
 * Runs foreign code to its end, its time or the caller's abort, whichever is first; never rejects. What it is
 * given aborts when it is given up. Code that never yields cannot be given up.
 */
export async function settle<T>(
  work: (signal: AbortSignal) => T | Promise<T>,
  { clock, aborts, timeoutMs, signal, onLate }: SettleOptions,
): Promise<Settled<T>> {
  if (signal?.aborted === true) return { state: "aborted" };
  const given = new AbortController();
  const waiting = new AbortController();
  const ends: Promise<Settled<T>>[] = [ended(work, given.signal)];
  if (timeoutMs !== null) {
    ends.push(clock.sleep(timeoutMs, waiting.signal).then(() => ({ state: "timed out" })));
  }
  let unwatch = (): void => undefined;
  if (signal !== null) {
    const aborted = new Promise<Settled<T>>((resolve) => {
      unwatch = aborts.watch(signal, () => resolve({ state: "aborted" }));
    });
    ends.push(aborted);
  }
  const first = await Promise.race(ends);
  waiting.abort();
  unwatch();
  if (first.state === "timed out" || first.state === "aborted") {
    void ends[0]?.then(onLate);
    given.abort(new DOMException(`The call was ${first.state}.`, "AbortError"));
  }
  return first;
}

/** The work's own end: a throw before the first await is one too. */
async function ended<T>(
  work: (signal: AbortSignal) => T | Promise<T>,
  signal: AbortSignal,
): Promise<Settled<T>> {
  try {
    return { state: "returned", value: await work(signal) };
  } catch (error) {
    return { state: "threw", error };
  }
}
