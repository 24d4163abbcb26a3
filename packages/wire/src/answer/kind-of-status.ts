import type { FailureKind } from "./failure.ts";

/** The kind of failure that an HTTP status says alone (C4, C6–C8); null without a status. */
export function kindOfStatus(status: number | null): FailureKind | null {
  if (status === null) return null;
  const named = kinds.get(status);
  if (named !== undefined) return named;
  if (status >= 500) return "server";
  return status >= 400 ? "invalid_request" : "protocol";
}

const kinds: ReadonlyMap<number, FailureKind> = new Map<number, FailureKind>([
  [401, "auth"],
  [402, "quota"],
  [403, "permission"],
  [404, "not_found"],
  [408, "timeout"],
  // 409 and 425 are passing states of the server, retried as 5xx are (C7)
  [409, "server"],
  [413, "too_large"],
  [425, "server"],
  [429, "rate_limited"],
  [529, "overloaded"],
]);
