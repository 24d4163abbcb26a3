import { KindError } from "./kind-error.ts";

/** The provider refuses more requests for now. */
export class RateLimitedError extends KindError {
  readonly code = "rate_limited";
  readonly kind = "rate_limited";
  readonly retryable = true;
}
