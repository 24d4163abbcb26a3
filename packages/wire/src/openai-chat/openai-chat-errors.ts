import { isJsonObject, type JsonValue } from "@minference/protocol";
import { failureOf, type Failure, type FailureKind } from "../answer/failure.ts";
import type { ReceivedAnswer } from "../answer/received-answer.ts";
import { namesContextLength } from "./context-length.ts";
import { openAIErrorBody, quoted, type OpenAIErrorBody } from "./openai-error-body.ts";

/**
 * Why a body of chat completions is no answer; null when it may be one (spec 6.6, C3–C8, C15, C16).
 *
 * An error inside status 200 is classed by its own code. Wordings: wire-profiles.md and the issues it names.
 */
export function openAIChatFailure(received: ReceivedAnswer): Failure | null {
  const { rawResult, httpStatus } = received;
  if (rawResult === null) {
    return failureOf(
      "connection",
      `No answer of ${received.client} is kept. Run the thread again.`,
    );
  }
  const body = openAIErrorBody(rawResult);
  if (httpStatus === null || (httpStatus >= 200 && httpStatus < 300)) {
    if (
      isJsonObject(rawResult) &&
      Array.isArray(rawResult["choices"]) &&
      rawResult["choices"].length > 0
    ) {
      return null;
    }
    return body === null ? unreadable(received) : classed(body, body.status, received);
  }
  return classed(body, httpStatus, received);
}

/** Why one choice of an answer is not whole (`choices[0].error`, OpenRouter); null when it says nothing. */
export function choiceFailure(
  error: JsonValue | undefined,
  received: ReceivedAnswer,
): Failure | null {
  if (!isJsonObject(error)) return null;
  const body = openAIErrorBody({ error });
  return classed(body, body?.status ?? null, received);
}

function classed(
  body: OpenAIErrorBody | null,
  status: number | null,
  received: ReceivedAnswer,
): Failure {
  const kind = kindByCode(body, status) ?? kindByStatus(status);
  const said = body?.message ?? excerpt(received.rawResult);
  const where = received.httpStatus === null ? "an error" : String(received.httpStatus);
  const code = body?.codes[0] === undefined ? "" : ` (${quoted(body.codes[0], 60)})`;
  const what = said === null ? "" : `: ${said}`;
  const failure = failureOf(
    kind,
    `${received.client} answered ${where}${code}${what} ${remedies[kind]}`,
  );
  // 409 and 425 are passing states of the server (C7)
  return status === 409 || status === 425 ? { ...failure, retryable: true } : failure;
}

const kindOfCode: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["insufficient_quota", "quota"],
  ["billing_hard_limit_reached", "quota"],
  ["billing_not_active", "quota"],
  ["context_length_exceeded", "context_length"],
  ["exceed_context_size_error", "context_length"],
  ["content_filter", "content_filter"],
  ["content_policy_violation", "content_filter"],
  ["bio_policy", "content_filter"],
  ["overloaded_error", "overloaded"],
  ["model_not_found", "not_found"],
]);

/** Codes that decide only where no status does: inside status 200. */
const kindOfCodeAlone: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["rate_limit_exceeded", "rate_limited"],
  ["rate_limit_error", "rate_limited"],
  ["ramp_limit_exceeded", "rate_limited"],
  ["server_error", "server"],
  ["internal_server_error", "server"],
  ["timeout", "timeout"],
  ["invalid_api_key", "auth"],
  ["authentication_error", "auth"],
  ["permission_error", "permission"],
  ["invalid_prompt", "invalid_request"],
  ["data_residency_mismatch", "invalid_request"],
  ["invalid_request_error", "invalid_request"],
  ["badrequesterror", "invalid_request"],
]);

function kindByCode(body: OpenAIErrorBody | null, status: number | null): FailureKind | null {
  if (body === null) return null;
  if (status === 402 && body.limitSource === "openrouter_in_flight_budget") return "rate_limited";
  const named = firstKind(body.codes, kindOfCode);
  if (named !== null) return named;
  const aboutRequest = status === null || status === 400 || status === 413 || status === 422;
  if (aboutRequest && namesContextLength(body.message ?? "")) return "context_length";
  return status === null ? firstKind(body.codes, kindOfCodeAlone) : null;
}

function firstKind(
  codes: readonly string[],
  kinds: ReadonlyMap<string, FailureKind>,
): FailureKind | null {
  for (const code of codes) {
    const kind = kinds.get(code);
    if (kind !== undefined) return kind;
  }
  return null;
}

const kindOfStatus: ReadonlyMap<number, FailureKind> = new Map<number, FailureKind>([
  [401, "auth"],
  [402, "quota"],
  [403, "permission"],
  [404, "not_found"],
  [408, "timeout"],
  [409, "server"],
  [413, "too_large"],
  [425, "server"],
  [429, "rate_limited"],
  [529, "overloaded"],
]);

function kindByStatus(status: number | null): FailureKind {
  if (status === null) return "protocol";
  const named = kindOfStatus.get(status);
  if (named !== undefined) return named;
  if (status >= 500) return "server";
  return status >= 400 ? "invalid_request" : "protocol";
}

const remedies: Readonly<Record<FailureKind, string>> = {
  rate_limited: "Wait and run the thread again, or lower the limits of the orchestrator.",
  quota: "Raise the budget of the account.",
  overloaded: "Run the thread again later.",
  server: "Run the thread again later.",
  timeout: "Run the thread again, or allow more time.",
  connection: "Check the network and run the thread again.",
  truncated: "Raise maxTokens.",
  protocol: "Check that the base URL is that of a chat completions API.",
  auth: "Check the API key.",
  permission: "Ask for access with this key, or use another model.",
  not_found: "Check the name of the model and the base URL.",
  invalid_request: "Change the request.",
  context_length: "Shorten the conversation or lower maxTokens.",
  content_filter: "Change the content.",
  refusal: "Change the content.",
  too_large: "Shorten the conversation.",
  too_deep: "Check that the base URL is that of a chat completions API.",
  aborted: "Run the thread again.",
};

function unreadable(received: ReceivedAnswer): Failure {
  const text = excerpt(received.rawResult);
  const what = text === null ? "no JSON object with choices" : `no JSON: ${text}`;
  return failureOf("protocol", `${received.client} answered with ${what} ${remedies.protocol}`);
}

/** The beginning of a body that was no JSON; null for others. */
function excerpt(rawResult: JsonValue): string | null {
  if (!isJsonObject(rawResult) || typeof rawResult["text"] !== "string") return null;
  return rawResult["text"] === "" ? "an empty body." : `"${quoted(rawResult["text"], 80)}".`;
}
