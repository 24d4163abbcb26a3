import { KindError } from "./kind-error.ts";

/** A value is nested deeper than its limit. */
export class TooDeepError extends KindError {
  readonly code = "too_deep";
  readonly kind = "too_deep";
  readonly retryable = false;
}
