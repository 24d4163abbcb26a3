import { isJsonObject, type ErrorKind, type JsonValue } from "@minference/protocol";

/** Kinds of failure that an exchange with a provider can end in. */
export const failureKinds = [
  "rate_limited",
  "quota",
  "overloaded",
  "server",
  "timeout",
  "connection",
  "truncated",
  "protocol",
  "auth",
  "permission",
  "not_found",
  "invalid_request",
  "context_length",
  "content_filter",
  "refusal",
  "too_large",
  "too_deep",
  "aborted",
] as const satisfies readonly ErrorKind[];
/** Name of a kind of failure that an exchange with a provider can end in. */
export type FailureKind = (typeof failureKinds)[number];

/** Why an exchange failed; plain JSON, so that an envelope can hold it. */
export type Failure = {
  readonly kind: FailureKind;
  readonly message: string;
  readonly retryable: boolean;
};

/** The kinds that another attempt may cure (spec 8.4). */
const retryableKinds: ReadonlySet<FailureKind> = new Set([
  "rate_limited",
  "overloaded",
  "server",
  "timeout",
  "connection",
]);

/** A failure of a kind, retryable as the kind is. */
export function failureOf(kind: FailureKind, message: string): Failure {
  return { kind, message, retryable: retryableKinds.has(kind) };
}

/** The failure that stored JSON holds; undefined when it is none. */
export function readFailure(json: JsonValue): Failure | undefined {
  if (!isJsonObject(json)) return undefined;
  const { kind, message, retryable } = json;
  const known = failureKinds.find((name) => name === kind);
  if (known === undefined) return undefined;
  if (typeof message !== "string" || typeof retryable !== "boolean") return undefined;
  return { kind: known, message, retryable };
}
