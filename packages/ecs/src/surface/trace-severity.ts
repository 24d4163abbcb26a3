/** How much is traced, least first. */
export const traceSeverities = ["none", "critical", "normal", "verbose"] as const;

/** A level of tracing. */
export type TraceSeverity = (typeof traceSeverities)[number];

/** How a function is traced. */
export interface TracedOptions {
  /** `normal` unless said. */
  readonly severity?: TraceSeverity;
  /** The function's own name unless said. */
  readonly name?: string;
}
