import { KindError } from "./kind-error.ts";

/** A value has no exact stored form: not JSON, cyclic, or a function. */
export class UnserialisableError extends KindError {
  readonly code = "unserialisable";
  readonly kind = "unserialisable";
  readonly retryable = false;
}
