import { KindError } from "./kind-error.ts";

/** The provider is overloaded. */
export class OverloadedError extends KindError {
  readonly code = "overloaded";
  readonly kind = "overloaded";
  readonly retryable = true;
}
