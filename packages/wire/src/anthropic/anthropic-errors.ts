import { isJsonObject, type JsonValue } from "@minference/protocol";
import { bodyExcerpt } from "../answer/body-excerpt.ts";
import { failureOf, type Failure, type FailureKind } from "../answer/failure.ts";
import { namesContextLength } from "../answer/context-length.ts";
import { quoted } from "../answer/quoted.ts";
import type { ReceivedAnswer } from "../answer/received-answer.ts";
import { openAIErrorBody, type OpenAIErrorBody } from "../openai-chat/openai-error-body.ts";
import { openAIFailureKind } from "../openai-chat/openai-failure-kind.ts";

/** Why a body of Anthropic's messages is no answer; null when it may be one (spec 6.6, C3–C8, C15, C16). */
export function anthropicFailure(received: ReceivedAnswer): Failure | null {
  const { rawResult, httpStatus, client } = received;
  if (rawResult === null) return failureOf("connection", `No answer of ${client} came`);
  const isSuccess = httpStatus === null || (httpStatus >= 200 && httpStatus < 300);
  if (isSuccess && isJsonObject(rawResult) && rawResult["type"] === "message") return null;
  const error = errorIn(rawResult);
  if (isSuccess && error === null) return unreadable(received);
  const kind = kindOf(error, isSuccess ? null : httpStatus);
  const said = error?.body.message ?? bodyExcerpt(rawResult);
  const text = said === null ? "" : `: ${said}`;
  const name = error === null || error.type === "" ? "" : ` (${quoted(error.type, 60)})`;
  return failureOf(kind, `${client} answered ${httpStatus ?? "an error"}${name}${text}`);
}

interface AnthropicError {
  readonly type: string;
  /** `error.details.error_code`, where a spend limit says which one. */
  readonly code: string | null;
  /** The error in the forms of proxies. */
  readonly body: OpenAIErrorBody;
}

/** `{ type: "error", error: { type, message, details? } }`; what proxies answer is read as over chat completions. */
function errorIn(json: JsonValue): AnthropicError | null {
  const body = openAIErrorBody(json);
  if (body === null) return null;
  const error = isJsonObject(json) && isJsonObject(json["error"]) ? json["error"] : {};
  const { type, details } = error;
  const code = isJsonObject(details) ? details["error_code"] : null;
  return {
    type: typeof type === "string" ? type.toLowerCase() : "",
    code: typeof code === "string" ? code : null,
    body,
  };
}

/** Types that say more than the status they come with, or come without one. */
const kindOfType: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["billing_error", "quota"],
  ["overloaded_error", "overloaded"],
  ["rate_limit_error", "rate_limited"],
  ["authentication_error", "auth"],
  ["permission_error", "permission"],
  ["not_found_error", "not_found"],
  ["request_too_large", "too_large"],
  // their statuses are 504 and 500
  ["timeout_error", "server"],
  ["api_error", "server"],
]);

const spendLimits: ReadonlySet<string | null> = new Set([
  "contract_spend_limit_reached",
  "enforced_spend_limit_reached",
]);

/** `status` is null inside status 200. */
function kindOf(error: AnthropicError | null, status: number | null): FailureKind {
  const { type = "", code = null, body = null } = error ?? {};
  if (spendLimits.has(code)) return "quota";
  const isAboutRequest = status === null || status === 400 || status === 422;
  if (type === "invalid_request_error" && isAboutRequest) {
    return kindOfRefusal(body?.message ?? "");
  }
  const named = kindOfType.get(type);
  if (named !== undefined) return named;
  return openAIFailureKind(body, status ?? body?.status ?? null) ?? "protocol";
}

/** Anthropic has no codes for these (console messages, API reference "Errors"). */
function kindOfRefusal(message: string): FailureKind {
  if (/spend limit|usage limits|credit balance/i.test(message)) return "quota";
  if (/content filtering policy/i.test(message)) return "content_filter";
  return namesContextLength(message) ? "context_length" : "invalid_request";
}

function unreadable({ client, rawResult }: ReceivedAnswer): Failure {
  const said = bodyExcerpt(rawResult) ?? "JSON that is no message";
  return failureOf("protocol", `${client} answered with ${said}`);
}
