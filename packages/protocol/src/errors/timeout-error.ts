import { KindError } from "./kind-error.ts";

/** No answer came in time. */
export class TimeoutError extends KindError {
  readonly code = "timeout";
  readonly kind = "timeout";
  readonly retryable = true;
}
