import { KindError } from "./kind-error.ts";

/** The other side does not speak the protocol that was expected. */
export class ProtocolError extends KindError {
  readonly code = "protocol";
  readonly kind = "protocol";
  readonly retryable = false;
}
