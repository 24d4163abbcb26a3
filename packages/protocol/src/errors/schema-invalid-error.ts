import { KindError } from "./kind-error.ts";

/** A JSON Schema cannot be used. */
export class SchemaInvalidError extends KindError {
  readonly code = "schema_invalid";
  readonly kind = "schema_invalid";
  readonly retryable = false;
}
