interface Watch {
  readonly calls: Set<() => void>;
  readonly listener: () => void;
}

/**
 * Lets thousands of waits watch one AbortSignal through one listener: Node warns from the eleventh on (C29).
 */
export class AbortHub {
  readonly #watches = new WeakMap<AbortSignal, Watch>();

  /** Calls `onAbort` once when `signal` aborts, at once if it has; the function returned ends the watch. */
  watch(signal: AbortSignal, onAbort: () => void): () => void {
    if (signal.aborted) {
      onAbort();
      return () => undefined;
    }
    const { calls } = this.#watches.get(signal) ?? this.#listen(signal);
    const call = (): void => onAbort(); // an object of its own: two waits may share a function
    calls.add(call);
    return () => this.#unwatch(signal, call);
  }

  #listen(signal: AbortSignal): Watch {
    const calls = new Set<() => void>();
    const listener = (): void => {
      this.#watches.delete(signal);
      for (const call of calls) call();
    };
    const watch = { calls, listener };
    signal.addEventListener("abort", listener, { once: true });
    this.#watches.set(signal, watch);
    return watch;
  }

  #unwatch(signal: AbortSignal, call: () => void): void {
    const watch = this.#watches.get(signal);
    if (watch === undefined || !watch.calls.delete(call) || watch.calls.size > 0) return;
    signal.removeEventListener("abort", watch.listener);
    this.#watches.delete(signal);
  }
}
