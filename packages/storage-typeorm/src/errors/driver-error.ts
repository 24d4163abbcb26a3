import { StorageError } from "@minference/storage";

/** The SQLite driver is missing, or one that cannot be used on this machine. */
export class DriverError extends StorageError {
  readonly code = "sqlite_driver";
  readonly kind = "storage_unavailable";
  readonly retryable = false;

  constructor(driver: {
    readonly problem: string;
    readonly remedy: string;
    readonly cause?: unknown;
  }) {
    super(`${driver.problem}. ${driver.remedy}.`, { cause: driver.cause });
  }
}
