import { KindError } from "./kind-error.ts";

/** The storage is held by another writer; nothing was stored. */
export class StorageBusyError extends KindError {
  readonly code = "storage_busy";
  readonly kind = "storage_busy";
  readonly retryable = true;
}
