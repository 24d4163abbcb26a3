import { KindError } from "./kind-error.ts";

/** A model called a tool that is not there. */
export class ToolNotFoundError extends KindError {
  readonly code = "tool_not_found";
  readonly kind = "tool_not_found";
  readonly retryable = false;
}
