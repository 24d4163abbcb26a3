import { KindError } from "./kind-error.ts";

/** A stored shape and the shape in the program differ. */
export class SchemaDriftError extends KindError {
  readonly code = "schema_drift";
  readonly kind = "schema_drift";
  readonly retryable = false;
}
