import { StorageError } from "./storage-error.ts";

/** The storage was closed before this call. */
export class StorageClosedError extends StorageError {
  readonly code = "storage_closed";
  readonly kind = "storage_unavailable";
  readonly retryable = false;

  constructor(closed: { readonly backend: string; readonly operation: string }) {
    super(
      `${closed.operation} was called on a ${closed.backend} storage that is closed. ` +
        `Open it again, or close it later.`,
    );
  }
}
