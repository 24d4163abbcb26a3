import { KindError } from "./kind-error.ts";

/** The model refused to answer. */
export class RefusalError extends KindError {
  readonly code = "refusal";
  readonly kind = "refusal";
  readonly retryable = false;
}
