/** Watches abort signals with one listener each: thousands of calls on one signal are no leak to Node (C29). */
export class AbortWatch {
  readonly #watchers = new WeakMap<AbortSignal, Set<() => void>>();

  /** Calls `onAbort` once when `signal` aborts, at once if it has. The function given back ends the watch. */
  watch(signal: AbortSignal, onAbort: () => void): () => void {
    if (signal.aborted) {
      onAbort();
      return () => undefined;
    }
    const watchers = this.#watchers.get(signal) ?? this.#listen(signal);
    watchers.add(onAbort);
    return () => watchers.delete(onAbort);
  }

  #listen(signal: AbortSignal): Set<() => void> {
    const watchers = new Set<() => void>();
    this.#watchers.set(signal, watchers);
    const abort = (): void => {
      for (const onAbort of watchers) onAbort();
      watchers.clear();
    };
    signal.addEventListener("abort", abort, { once: true });
    return watchers;
  }
}
