import { KindError } from "./kind-error.ts";

/** What is stored is not what was written. */
export class CorruptError extends KindError {
  readonly code = "corrupt";
  readonly kind = "corrupt";
  readonly retryable = false;
}
