import { KindError } from "./kind-error.ts";

/** The provider account has no credit left, or reached its spend limit. */
export class QuotaError extends KindError {
  readonly code = "quota";
  readonly kind = "quota";
  readonly retryable = false;
}
