import { describe, expect, test } from "@jest/globals";
import type { JsonValue } from "@minference/protocol";
import { parseAnswer } from "@minference/wire";
import { aClaudeReceived } from "../../test/a-received-answer.ts";

function errorOf(rawResult: JsonValue, httpStatus: number | null) {
  return parseAnswer(aClaudeReceived(rawResult, { httpStatus })).answer.error;
}

/** An error body of Anthropic's. */
function anError(type: string, message = "Sorry", details: JsonValue = null) {
  return { type: "error", error: { type, message, details }, request_id: "req_1" };
}

describe("the kind of an error (C90, spec 6.6)", () => {
  test.each<[number, JsonValue, string]>([
    [400, anError("invalid_request_error", "max_tokens: must be above 0"), "invalid_request"],
    [
      400,
      anError("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
      "context_length",
    ],
    [
      400,
      anError("invalid_request_error", "input length and `max_tokens` exceed context limit"),
      "context_length",
    ],
    [
      400,
      anError("invalid_request_error", "You have reached your specified API usage limits."),
      "quota",
    ],
    [
      400,
      anError("invalid_request_error", "Your credit balance is too low to access the API."),
      "quota",
    ],
    [
      400,
      anError("invalid_request_error", "Output blocked by content filtering policy"),
      "content_filter",
    ],
    [401, anError("authentication_error"), "auth"],
    [402, anError("billing_error"), "quota"],
    [403, anError("permission_error"), "permission"],
    [404, anError("not_found_error"), "not_found"],
    [408, anError("timeout_error"), "server"],
    [409, anError("conflict_error"), "server"],
    [413, anError("request_too_large"), "too_large"],
    [413, anError("invalid_request_error"), "too_large"],
    [429, anError("rate_limit_error"), "rate_limited"],
    [
      429,
      anError("rate_limit_error", "x", { error_code: "contract_spend_limit_reached" }),
      "quota",
    ],
    [
      429,
      anError("rate_limit_error", "x", { error_code: "enforced_spend_limit_reached" }),
      "quota",
    ],
    [429, anError("rate_limit_error", "x", { error_code: "tier_cap" }), "rate_limited"],
    [500, anError("api_error"), "server"],
    [503, anError("api_error"), "server"],
    [504, anError("timeout_error"), "server"],
    [529, anError("overloaded_error"), "overloaded"],
    [307, { text: "" }, "protocol"],
    [418, anError("teapot_error"), "invalid_request"],
  ])("%d %j is %s", (status, body, kind) => {
    const retryable = ["rate_limited", "overloaded", "server"].includes(kind);
    expect(errorOf(body, status)).toMatchObject({ kind, retryable, httpStatus: status });
  });

  test.each<[number, JsonValue, string]>([
    [429, { error: { message: "x", code: "insufficient_quota" } }, "quota"],
    [400, { error: { message: "x", code: "context_length_exceeded" } }, "context_length"],
    [502, { error: "upstream gone" }, "server"],
    [422, { detail: [{ msg: "field required" }] }, "invalid_request"],
    [401, { message: "no key" }, "auth"],
    [502, { text: "<html>Bad Gateway</html>" }, "server"],
    [413, { text: "<html>Too Large</html>" }, "too_large"],
    [500, null, "connection"],
  ])("%d %j of a proxy is %s", (status, body, kind) => {
    expect(errorOf(body, status)?.kind).toBe(kind);
  });
});

describe("status 200 that is no answer (R:C15, R:C16)", () => {
  test.each<[JsonValue, string]>([
    [anError("overloaded_error"), "overloaded"],
    [anError("rate_limit_error"), "rate_limited"],
    [anError("invalid_request_error", "prompt is too long"), "context_length"],
    [anError("brand_new_error"), "protocol"],
    [{ error: { message: "x", code: 503 } }, "server"],
    [{ text: "<html></html>" }, "protocol"],
    [{ text: "" }, "protocol"],
    [{ type: "completion", completion: "Hi." }, "protocol"],
    [{}, "protocol"],
    [[], "protocol"],
    ["Hi.", "protocol"],
    [null, "connection"],
  ])("%j is %s, and no empty turn", (body, kind) => {
    const { answer } = parseAnswer(aClaudeReceived(body));
    expect(answer).toMatchObject({ error: { kind }, content: null, finishReason: "error" });
  });
});

test("the message says status, type and the provider's words, in one line, and what to do", () => {
  expect(errorOf(anError("not_found_error", "model: claude-x\nis not there"), 404)?.message).toBe(
    "anthropic answered 404 (not_found_error): model: claude-x is not there. " +
      "Check the name of the model and the base URL.",
  );
  expect(errorOf({ error: "gone" }, 502)?.message).toMatch(/^anthropic answered 502: gone\./);
});
