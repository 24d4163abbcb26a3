import { KindError } from "./kind-error.ts";

/** A budget or limit leaves no room for this request. */
export class BudgetError extends KindError {
  readonly code = "budget";
  readonly kind = "budget";
  readonly retryable = false;
}
