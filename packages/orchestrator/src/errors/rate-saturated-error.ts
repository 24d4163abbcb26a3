import { OrchestratorError } from "./orchestrator-error.ts";

/** There was no room under the limits within the time that the caller would wait; nothing was booked. */
export class RateSaturatedError extends OrchestratorError {
  readonly code = "rate_saturated";
  readonly kind = "rate_limited";
  readonly retryable = true;
  /** Milliseconds that the caller was ready to wait. */
  readonly maxWaitMs: number;

  constructor(saturated: { readonly client: string; readonly maxWaitMs: number }) {
    const { client, maxWaitMs } = saturated;
    super(
      `The limits of ${client} left no room for the request within ${maxWaitMs} ms. ` +
        `Reserve again later, or wait longer.`,
    );
    this.maxWaitMs = maxWaitMs;
  }
}
