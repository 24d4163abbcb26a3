import { KindError } from "./kind-error.ts";

/** The provider failed inside. */
export class ServerError extends KindError {
  readonly code = "server";
  readonly kind = "server";
  readonly retryable = true;
}
