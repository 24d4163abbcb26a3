import { ToolsError } from "./tools-error.ts";

/** A tool came without a schema, or with one that says nothing in JSON Schema. */
export class MissingSchemaError extends ToolsError {
  readonly code = "missing_schema";
  readonly kind = "invalid_request";
  readonly retryable = false;
  /** `inputSchema of add`: which schema of which tool. */
  readonly schemaName: string;

  constructor(missing: { readonly schemaName: string; readonly problem: string }) {
    super(
      `${missing.schemaName} ${missing.problem}. Types of TypeScript are gone when the program runs: ` +
        `give a Zod schema, a Standard Schema that yields JSON Schema, or JSON Schema itself.`,
      { path: missing.schemaName },
    );
    this.schemaName = missing.schemaName;
  }
}
