import { KindError } from "./kind-error.ts";

/** A key is missing, not usable, or refused. */
export class AuthError extends KindError {
  readonly code = "auth";
  readonly kind = "auth";
  readonly retryable = false;
}
