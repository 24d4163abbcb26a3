import { isMinferenceError, type ErrorKind } from "@minference/protocol";

const refusals: ReadonlySet<ErrorKind> = new Set<ErrorKind>([
  "conflict",
  "duplicate",
  "not_found",
  "invalid_request",
  "unserialisable",
  "too_large",
  "too_deep",
]);

/**
 * True for an error about a batch itself. One that is stored is answered with its receipt (L4), so this batch is not;
 * a storage that is full, busy or away may hold it all the same.
 */
export function isRefusal(error: unknown): boolean {
  return isMinferenceError(error) && refusals.has(error.kind);
}
