import { KindError } from "./kind-error.ts";

/** An answer was cut off at its token limit where it had to be whole. */
export class TruncatedError extends KindError {
  readonly code = "truncated";
  readonly kind = "truncated";
  readonly retryable = false;
}
