import type { ErrorKind } from "./error-kind.ts";

/** The parts of an error of minference that survive a second copy of a package. */
export interface KnownError {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly retryable: boolean;
  readonly message: string;
}

/** True for an error of minference, whichever copy of the package made it. */
export function isMinferenceError(error: unknown): error is KnownError {
  return (
    typeof error === "object" &&
    error !== null &&
    "kind" in error &&
    typeof error.kind === "string" &&
    "code" in error &&
    typeof error.code === "string" &&
    "retryable" in error &&
    typeof error.retryable === "boolean" &&
    "message" in error &&
    typeof error.message === "string"
  );
}

/** True for an error of minference of this kind. */
export function isKind(error: unknown, kind: ErrorKind): error is KnownError {
  return isMinferenceError(error) && error.kind === kind;
}
