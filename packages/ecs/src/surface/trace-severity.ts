/** The levels of tracing, least first. */
export const traceSeverities = ["none", "critical", "normal", "verbose"] as const;

/** A level of tracing. Of a function: traced where the level is no lower; of a registry: traces up to it. */
export type TraceSeverity = (typeof traceSeverities)[number];

/** How a function is traced. */
export interface TracedOptions {
  /** `normal` unless said; a function of severity `none` is never traced. */
  readonly severity?: TraceSeverity;
  /** For `setTraceSeverity`, the log and the reason of its batches; the function's own name unless said. */
  readonly name?: string;
}
