import { KindError } from "./kind-error.ts";

/** A path leads out of the folder that it was given. */
export class UnsafePathError extends KindError {
  readonly code = "unsafe_path";
  readonly kind = "unsafe_path";
  readonly retryable = false;
}
