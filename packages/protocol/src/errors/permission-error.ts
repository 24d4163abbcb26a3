import { KindError } from "./kind-error.ts";

/** The key may not do this. */
export class PermissionError extends KindError {
  readonly code = "permission";
  readonly kind = "permission";
  readonly retryable = false;
}
