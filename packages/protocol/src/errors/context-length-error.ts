import { KindError } from "./kind-error.ts";

/** A request is longer than the model's context. */
export class ContextLengthError extends KindError {
  readonly code = "context_length";
  readonly kind = "context_length";
  readonly retryable = false;
}
