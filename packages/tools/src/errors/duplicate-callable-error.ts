import { ToolsError } from "./tools-error.ts";

/** A name of the registry belongs to another function; nothing was changed. */
export class DuplicateCallableError extends ToolsError {
  readonly code = "duplicate_callable";
  readonly kind = "duplicate";
  readonly retryable = false;
  readonly toolName: string;

  constructor(duplicate: { readonly toolName: string; readonly registeredAt: Date }) {
    super(
      `The tool ${duplicate.toolName} was registered with another function at ` +
        `${duplicate.registeredAt.toISOString()}. Take another name, or call update to replace its function.`,
    );
    this.toolName = duplicate.toolName;
  }
}
