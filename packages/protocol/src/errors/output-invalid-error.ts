import { KindError } from "./kind-error.ts";

/** An answer is not of the form that was asked for. */
export class OutputInvalidError extends KindError {
  readonly code = "output_invalid";
  readonly kind = "output_invalid";
  readonly retryable = false;
}
