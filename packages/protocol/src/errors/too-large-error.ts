import { KindError } from "./kind-error.ts";

/** A value, list or body is over its limit. */
export class TooLargeError extends KindError {
  readonly code = "too_large";
  readonly kind = "too_large";
  readonly retryable = false;
}
