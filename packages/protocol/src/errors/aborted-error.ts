import { KindError } from "./kind-error.ts";

/** The caller cancelled. */
export class AbortedError extends KindError {
  readonly code = "aborted";
  readonly kind = "aborted";
  readonly retryable = false;
}
