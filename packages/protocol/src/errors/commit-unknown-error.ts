import { KindError } from "./kind-error.ts";

/** A commit was cut off: stored or not, sending the same batch again settles it. */
export class CommitUnknownError extends KindError {
  readonly code = "commit_unknown";
  readonly kind = "commit_unknown";
  readonly retryable = true;
}
