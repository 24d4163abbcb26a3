import { KindError } from "./kind-error.ts";

/** The storage has no room left; nothing was stored, reads go on. */
export class StorageFullError extends KindError {
  readonly code = "storage_full";
  readonly kind = "storage_full";
  readonly retryable = true;
}
