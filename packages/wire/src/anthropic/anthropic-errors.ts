import { isJsonObject, type JsonValue } from "@minference/protocol";
import { bodyExcerpt } from "../answer/body-excerpt.ts";
import { failureOf, type Failure, type FailureKind } from "../answer/failure.ts";
import { kindOfStatus } from "../answer/kind-of-status.ts";
import { namesContextLength } from "../answer/context-length.ts";
import { quoted } from "../answer/quoted.ts";
import type { ReceivedAnswer } from "../answer/received-answer.ts";

/** Why a body of Anthropic's messages is no answer; null when it may be one (spec 6.6, C3–C8, C15, C16). */
export function anthropicFailure(received: ReceivedAnswer): Failure | null {
  const { rawResult, httpStatus, client } = received;
  if (rawResult === null) return failureOf("connection", `No answer of ${client} came`);
  const error = errorIn(rawResult);
  const isSuccess = httpStatus === null || (httpStatus >= 200 && httpStatus < 300);
  if (isSuccess && error === null) {
    return isJsonObject(rawResult) && rawResult["type"] === "message" ? null : unreadable(received);
  }
  const kind = kindOf(error, httpStatus);
  const said = error?.message ?? bodyExcerpt(rawResult);
  const text = said === null ? "" : `: ${said}`;
  const type = error?.type === undefined ? "" : ` (${quoted(error.type, 60)})`;
  return failureOf(kind, `${client} answered ${httpStatus ?? "an error"}${type}${text}`);
}

interface AnthropicError {
  readonly type: string;
  readonly message: string | null;
  /** `error.details.error_code`, where a spend limit says which one. */
  readonly code: string | null;
}

/** `{ type: "error", error: { type, message, details? } }`; proxies leave out the outer type. */
function errorIn(body: JsonValue): AnthropicError | null {
  const error = isJsonObject(body) ? body["error"] : null;
  if (!isJsonObject(error)) return null;
  const { type, message, details } = error;
  const code = isJsonObject(details) ? details["error_code"] : null;
  return {
    type: typeof type === "string" ? type.toLowerCase() : "",
    message: typeof message === "string" && message !== "" ? quoted(message, 300) : null,
    code: typeof code === "string" ? code : null,
  };
}

const kindOfType: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["billing_error", "quota"],
  ["overloaded_error", "overloaded"],
  ["rate_limit_error", "rate_limited"],
  ["authentication_error", "auth"],
  ["permission_error", "permission"],
  ["not_found_error", "not_found"],
  ["request_too_large", "too_large"],
  ["timeout_error", "timeout"],
  ["api_error", "server"],
]);

const spendLimits: ReadonlySet<string | null> = new Set([
  "contract_spend_limit_reached",
  "enforced_spend_limit_reached",
]);

function kindOf(error: AnthropicError | null, status: number | null): FailureKind {
  if (error === null) return kindOfStatus(status) ?? "protocol";
  if (spendLimits.has(error.code)) return "quota";
  const message = error.message ?? "";
  if (error.type === "invalid_request_error") {
    if (/spend limit|usage limits|credit balance/i.test(message)) return "quota";
    if (namesContextLength(message)) return "context_length";
    return "invalid_request";
  }
  return kindOfType.get(error.type) ?? kindOfStatus(status) ?? "server";
}

function unreadable({ client, rawResult }: ReceivedAnswer): Failure {
  const said = bodyExcerpt(rawResult) ?? "JSON that is no message";
  return failureOf("protocol", `${client} answered with ${said}`);
}
