import { KindError } from "./kind-error.ts";

/** A name has characters that providers refuse. */
export class UnsafeNameError extends KindError {
  readonly code = "unsafe_name";
  readonly kind = "unsafe_name";
  readonly retryable = false;
}
