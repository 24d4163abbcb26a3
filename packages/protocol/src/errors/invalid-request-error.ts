import { KindError } from "./kind-error.ts";

/** A request cannot be sent as it is, or the provider refuses it. */
export class InvalidRequestError extends KindError {
  readonly code = "invalid_request";
  readonly kind = "invalid_request";
  readonly retryable = false;
}
