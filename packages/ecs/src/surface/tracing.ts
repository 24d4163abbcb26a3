import type { TracedOptions, TraceSeverity } from "./trace-severity.ts";

/** A function as {@link Tracing.traced} gives it: the same `this` and parameters, and always async. */
export type TracedFunction<This, Parameters extends unknown[], Result> = (
  this: This,
  ...parameters: Parameters
) => Promise<Awaited<Result>>;

/** What a registry does to make versions of what functions change. */
export interface Tracing {
  /**
   * The function, async, with everything that it changes stored as versions.
   *
   * Entities are found in `this`, the arguments and the result, through arrays, Maps, Sets and plain objects. Of
   * `this` the own properties are looked through too; those of other class instances, getters and `#private` fields
   * are not. First what is pending on the entities is committed, with the reason `before <name>`, then the function
   * is called, then what it changed and the new entities that it returned are committed in one batch, with the
   * function's name as reason. Where nothing is pending nothing is written. The result is the function's own.
   *
   * A call that throws, at once or later, commits nothing that it changed: the changes stay pending, and the error
   * comes through as it is. Overlapping calls share what is pending on an entity: a commit takes what is there then.
   * A function that is not traced, by its severity, is called and nothing else; its changes stay pending.
   *
   * The returned function rejects with what `registerAll` throws; after the call that means: it was done, and what it
   * changed is not stored yet.
   *
   * @throws {InvalidRequestError} the severity is none of the four.
   */
  traced<This, Parameters extends unknown[], Result>(
    fn: (this: This, ...parameters: Parameters) => Result,
    options?: TracedOptions,
  ): TracedFunction<This, Parameters, Result>;

  /** The level: functions of a severity up to it are traced; `none` traces nothing. */
  readonly traceSeverity: TraceSeverity;

  /**
   * Sets the level of the registry, or of the functions of one name alone, which then do not follow the registry's.
   *
   * The level also sets what is logged of a traced call: each new version with its field names; at `verbose`, each
   * entity that was seen with what is pending on it, too. Names, ids and lengths are logged, never content.
   *
   * @throws {InvalidRequestError} the level is none of the four.
   */
  setTraceSeverity(level: TraceSeverity, options?: { readonly name: string }): void;
}
