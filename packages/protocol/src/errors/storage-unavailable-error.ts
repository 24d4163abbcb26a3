import { KindError } from "./kind-error.ts";

/** The storage cannot be reached or written; nothing was stored. */
export class StorageUnavailableError extends KindError {
  readonly code = "storage_unavailable";
  readonly kind = "storage_unavailable";
  readonly retryable = true;
}
