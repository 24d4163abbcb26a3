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
  "tool_not_called",
  "output_invalid",
  "too_large",
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

/** What to do about a failure of each kind. */
const remedies: Readonly<Record<FailureKind, string>> = {
  rate_limited: "Wait and run the thread again, or lower the limits of the orchestrator.",
  quota: "Raise the budget of the account.",
  overloaded: "Run the thread again later.",
  server: "Run the thread again later.",
  timeout: "Run the thread again, or allow more time.",
  connection: "Check the base URL and the network, and run the thread again.",
  truncated: "Raise maxTokens and run the thread again.",
  protocol: "Check that the base URL is that of the API that the client speaks.",
  auth: "Check the API key.",
  permission: "Ask for access with this key, or use another model.",
  not_found: "Check the name of the model and the base URL.",
  invalid_request: "Change the request as the message says.",
  context_length: "Shorten the conversation or lower maxTokens.",
  content_filter: "Change what was asked.",
  refusal: "Change what was asked.",
  tool_not_called: "Say in the prompt when the tool is to be called, or run the thread again.",
  output_invalid: "Say in the prompt what the answer must look like, or run the thread again.",
  too_large: "Shorten the conversation.",
  aborted: "Run the thread again.",
};

/**
 * A failure of a kind, retryable as the kind is.
 *
 * @param problem what was wrong, with what: a sentence, its full stop may be missing.
 * @param remedy what to do; the kind's own when absent.
 */
export function failureOf(kind: FailureKind, problem: string, remedy?: string): Failure {
  const sentence = /[.!?…]$/.test(problem) ? problem : `${problem}.`;
  const message = `${sentence} ${remedy ?? remedies[kind]}`;
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
