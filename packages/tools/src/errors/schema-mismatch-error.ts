import { ToolsError } from "./tools-error.ts";

/** One place where a given schema and a derived one differ. */
export interface SchemaDifference {
  /** Property names and `[]` for the items of an array, joined by dots; empty at the root. */
  readonly path: string;
  readonly aspect: "properties" | "required" | "types" | "items";
  /** What the given schema says there. */
  readonly given: string;
  /** What the derived schema says there. */
  readonly derived: string;
}

/** A schema given by hand contradicts the one derived from the code; nothing was changed. */
export class SchemaMismatchError extends ToolsError {
  readonly code = "schema_mismatch";
  readonly kind = "schema_invalid";
  readonly retryable = false;
  /** Every difference; the message names the first ten. */
  readonly differences: readonly SchemaDifference[];

  constructor(mismatch: {
    readonly schemaName: string;
    readonly differences: readonly SchemaDifference[];
  }) {
    const listed = mismatch.differences.slice(0, 10).map(sentence).join("; ");
    super(
      `${mismatch.schemaName}: the schema given and the one derived differ in ` +
        `${mismatch.differences.length} places: ${listed}. Correct one of them, or give only one.`,
      { path: mismatch.schemaName },
    );
    this.differences = mismatch.differences;
  }
}

function sentence({ path, aspect, given, derived }: SchemaDifference): string {
  return `${aspect} of ${path === "" ? "the root" : path}: given ${given}, derived ${derived}`;
}
