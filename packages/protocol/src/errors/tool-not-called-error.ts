import { KindError } from "./kind-error.ts";

/** A model was told to call a tool and did not. */
export class ToolNotCalledError extends KindError {
  readonly code = "tool_not_called";
  readonly kind = "tool_not_called";
  readonly retryable = false;
}
