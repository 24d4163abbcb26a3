import type { TracedOptions, TraceSeverity } from "./trace-severity.ts";

/** What a registry does to make versions of what functions change. */
export interface Tracing {
  /**
   * The function, async, with everything that it changes stored as versions.
   *
   * Entities are found in `this`, the arguments and the result, through arrays, Maps, Sets and plain objects. First
   * what is pending on them is committed, then the function is called, then what it changed and the new entities
   * that it returned are committed in one batch. A call that throws commits nothing that it changed.
   */
  traced<This, Parameters extends unknown[], Result>(
    fn: (this: This, ...parameters: Parameters) => Result,
    options?: TracedOptions,
  ): (this: This, ...parameters: Parameters) => Promise<Awaited<Result>>;

  /** The level: functions of a severity up to it are traced; `none` traces nothing. */
  readonly traceSeverity: TraceSeverity;

  /** Sets the level of the registry, or of the functions of one name alone. */
  setTraceSeverity(level: TraceSeverity, options?: { readonly name: string }): void;
}
