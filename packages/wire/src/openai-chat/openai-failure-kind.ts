import type { FailureKind } from "../answer/failure.ts";
import { namesContextLength } from "../answer/context-length.ts";
import { kindOfStatus } from "../answer/kind-of-status.ts";
import type { OpenAIErrorBody } from "./openai-error-body.ts";

/**
 * The kind of an error by its code, its wording and its status, in this order (spec 6.6, C3–C8); null when
 * none of them says.
 */
export function openAIFailureKind(
  body: OpenAIErrorBody | null,
  status: number | null,
): FailureKind | null {
  return (body === null ? null : kindByBody(body, status)) ?? kindOfStatus(status);
}

function kindByBody(body: OpenAIErrorBody, status: number | null): FailureKind | null {
  if (status === 402 && body.limitSource === "openrouter_in_flight_budget") return "rate_limited";
  const named = firstKind(body.codes, kindOfCode);
  if (named !== null) return named;
  const isAboutRequest = status === null || status === 400 || status === 413 || status === 422;
  if (isAboutRequest && namesContextLength(body.message ?? "")) return "context_length";
  return status === null ? firstKind(body.codes, kindOfCodeAlone) : null;
}

function firstKind(
  codes: readonly string[],
  kinds: ReadonlyMap<string, FailureKind>,
): FailureKind | null {
  const code = codes.find((name) => kinds.has(name));
  return code === undefined ? null : (kinds.get(code) ?? null);
}

/** Codes that say more than the status they come with. */
const kindOfCode: ReadonlyMap<string, FailureKind> = new Map<string, FailureKind>([
  ["insufficient_quota", "quota"],
  ["billing_hard_limit_reached", "quota"],
  ["billing_not_active", "quota"],
  ["context_length_exceeded", "context_length"],
  ["context_window_exceeded", "context_length"],
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
  ["not_found_error", "not_found"],
  ["invalid_prompt", "invalid_request"],
  ["data_residency_mismatch", "invalid_request"],
  ["invalid_request_error", "invalid_request"],
  ["badrequesterror", "invalid_request"],
]);
