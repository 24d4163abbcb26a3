import { KindError } from "./kind-error.ts";

/** The connection failed or was cut. */
export class ConnectionError extends KindError {
  readonly code = "connection";
  readonly kind = "connection";
  readonly retryable = true;
}
