import { KindError } from "./kind-error.ts";

/** A stream ended before its answer was complete. */
export class TruncatedStreamError extends KindError {
  readonly code = "truncated_stream";
  readonly kind = "truncated_stream";
  readonly retryable = true;
}
