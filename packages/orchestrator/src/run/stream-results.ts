import type { ChatThread } from "@minference/threads";
import type { IndexedResult, RunResult } from "./run-result.ts";

/** Begins a run under a signal; the function returned runs one thread and never rejects. */
export type BeginRun = (
  signal: AbortSignal,
) => (thread: ChatThread, index: number) => Promise<RunResult>;

/** The results of threads as they finish; what is not finished when the reader leaves is aborted. */
export async function* streamResults(
  threads: readonly ChatThread[],
  signal: AbortSignal | null,
  begin: BeginRun,
): AsyncGenerator<IndexedResult, void, undefined> {
  const left = new AbortController();
  const runOne = begin(signal === null ? left.signal : AbortSignal.any([signal, left.signal]));
  const results: IndexedResult[] = [];
  let wake = (): void => undefined;
  const running = threads.map(async (thread, index) => {
    results.push({ ...(await runOne(thread, index)), index });
    wake();
  });
  try {
    for (let next = 0; next < threads.length; next += 1) {
      if (results.length === next) await new Promise<void>((resolve) => (wake = resolve));
      const result = results[next];
      if (result !== undefined) yield result;
    }
  } finally {
    left.abort();
    await Promise.all(running);
  }
}
