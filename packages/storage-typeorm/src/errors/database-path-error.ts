import { StorageError } from "@minference/storage";

/** No database can be opened at a path: it is a folder, cannot be written, or its folder is missing. */
export class DatabasePathError extends StorageError {
  readonly code = "database_path";
  readonly kind = "storage_unavailable";
  readonly retryable = false;

  constructor(place: {
    readonly file: string;
    readonly problem: string;
    readonly remedy: string;
    readonly cause?: unknown;
  }) {
    super(`${place.file}: ${place.problem}. ${place.remedy}.`, { cause: place.cause });
  }
}
