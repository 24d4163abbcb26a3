import { KindError } from "./kind-error.ts";

/** The provider's content filter stopped the answer. */
export class ContentFilterError extends KindError {
  readonly code = "content_filter";
  readonly kind = "content_filter";
  readonly retryable = false;
}
