import { describe, expect, test } from "@jest/globals";
import type { JsonValue } from "@minference/protocol";
import { aCompletion, aReceived } from "../../test/a-received-answer.ts";
import { parseAnswer } from "../parse-answer.ts";

function errorOf(httpStatus: number, body: JsonValue) {
  return parseAnswer(aReceived(body, { httpStatus })).answer.error;
}

function anError(code: JsonValue, message = "It failed.", type: JsonValue = null): JsonValue {
  return { error: { message, type, param: null, code } };
}

describe("by status", () => {
  test.each([
    [301, "protocol", false],
    [400, "invalid_request", false],
    [401, "auth", false],
    [402, "quota", false],
    [403, "permission", false],
    [404, "not_found", false],
    [405, "invalid_request", false],
    [408, "timeout", true],
    [409, "server", true],
    [413, "too_large", false],
    [415, "invalid_request", false],
    [422, "invalid_request", false],
    [425, "server", true],
    [429, "rate_limited", true],
    [500, "server", true],
    [501, "server", true],
    [502, "server", true],
    [503, "server", true],
    [504, "server", true],
    [529, "overloaded", true],
    [599, "server", true],
  ])("%i is %s, retryable: %s (C2–C8)", (status, kind, retryable) => {
    expect(errorOf(status, anError(null))).toMatchObject({
      kind,
      code: kind,
      retryable,
      httpStatus: status,
      providerRequestId: "req_1",
    });
    // a gateway's page is classed by its status too
    expect(errorOf(status, { text: "<html>Bad Gateway</html>" })).toMatchObject({ kind });
  });
});

describe("by code", () => {
  test.each([
    [429, "insufficient_quota", "quota"],
    [429, "billing_hard_limit_reached", "quota"],
    [429, "rate_limit_exceeded", "rate_limited"],
    [429, "ramp_limit_exceeded", "rate_limited"],
    [400, "content_filter", "content_filter"],
    [400, "content_policy_violation", "content_filter"],
    [400, "invalid_prompt", "invalid_request"],
    [400, "data_residency_mismatch", "invalid_request"],
    [400, "bio_policy", "content_filter"],
    [400, "context_length_exceeded", "context_length"],
    [404, "model_not_found", "not_found"],
    [500, "overloaded_error", "overloaded"],
  ])("%i with %s is %s (C3)", (status, code, kind) => {
    expect(errorOf(status, anError(code))?.kind).toBe(kind);
    expect(errorOf(status, anError(null, "It failed.", code))?.kind).toBe(kind);
  });

  test("a quota is not retried, whatever its status", () => {
    expect(errorOf(429, anError("insufficient_quota"))?.retryable).toBe(false);
  });

  test("OpenRouter's 402 for requests in flight is a rate limit (spec 6.6)", () => {
    const metadata = { limit_source: "openrouter_in_flight_budget" };
    expect(errorOf(402, { error: { code: 402, message: "Busy", metadata } })).toMatchObject({
      kind: "rate_limited",
      retryable: true,
    });
  });
});

describe("context length in the wordings of the servers (C5)", () => {
  const openAI =
    "This model's maximum context length is 128000 tokens. However, your messages resulted in 140000 tokens.";
  const vllmOld =
    "This model's maximum context length is 4096 tokens. However, you requested 5000 tokens (4000 in the messages, 1000 in the completion).";
  const vllm =
    "You passed 1193 input tokens and requested 7000 output tokens. However, the model's context length is only 8192 tokens, resulting in a maximum input length of 1192 tokens.";
  const anthropic = "prompt is too long: 213462 tokens > 200000 maximum";
  const anthropicSum = "input length and `max_tokens` exceed context limit: 195000 + 8192 > 200000";
  test.each([
    [
      "OpenAI, by code",
      anError("context_length_exceeded", openAI, "invalid_request_error"),
      "140000",
    ],
    [
      "OpenAI, newer",
      anError(null, "Your input exceeds the context window of this model."),
      "window",
    ],
    ["vLLM before 0.11", { object: "error", message: vllmOld, code: 400, param: null }, "5000"],
    ["vLLM 0.16", anError(400, vllm, "BadRequestError"), "1193"],
    ["Anthropic through a proxy", anError(null, anthropic), "213462"],
    ["Anthropic, both parts", { type: "error", error: { message: anthropicSum } }, "195000"],
    ["llama.cpp", anError(400, "the request exceeds the available context size (4096)"), "4096"],
    ["Gemini", anError(400, "The input token count (9) exceeds the maximum number"), "9"],
    ["FastAPI", { detail: [{ msg: "maximum model length of 4096 exceeded" }] }, "4096"],
  ])("%s, with its numbers", (_, body, number) => {
    const error = errorOf(400, body);
    expect(error).toMatchObject({ kind: "context_length", retryable: false });
    expect(error?.message).toContain(number);
  });

  test("a 429 that speaks of tokens is no context length", () => {
    expect(errorOf(429, anError(null, "Too many tokens for the context window."))?.kind).toBe(
      "rate_limited",
    );
  });
});

describe("an error inside status 200 (R:C15)", () => {
  test.each([
    [{ error: { code: 429, message: "Slow down" } }, "rate_limited"],
    [{ error: { code: 502, message: "Upstream" } }, "server"],
    [{ error: { code: "529", message: "Busy" } }, "overloaded"],
    [{ error: { code: "insufficient_quota" } }, "quota"],
    [{ error: { type: "server_error" } }, "server"],
    [{ error: { type: "authentication_error" } }, "auth"],
    [{ error: { message: "prompt is too long" } }, "context_length"],
    [{ error: "Something odd" }, "protocol"],
    [{ error: { code: "never_heard_of" } }, "protocol"],
    [{ error: { code: "rate_limit_exceeded" }, choices: [] }, "rate_limited"],
  ])("%j is classed by its code as %s", (body, kind) => {
    expect(errorOf(200, body)).toMatchObject({ kind, httpStatus: 200 });
  });

  test("beside a choice it is classed, and what came is kept (R:C14)", () => {
    const whole = aCompletion({ content: "Half." }, "error");
    const body = { ...whole, error: { code: 503, message: "Upstream died" } };
    const { answer } = parseAnswer(aReceived(body));
    expect(answer.error).toMatchObject({ kind: "server", retryable: true });
    expect(answer.content).toBe("Half.");
  });

  test("in a choice without a code it is the server's", () => {
    const body = {
      choices: [{ message: { content: "Half." }, finish_reason: "error", error: { message: "?" } }],
    };
    expect(parseAnswer(aReceived(body)).answer.error?.kind).toBe("server");
  });
});

describe("messages", () => {
  test("they name the client, the status, the code, the provider's words and what to do", () => {
    expect(errorOf(429, anError("rate_limit_exceeded", "Limit 3 requests/min"))?.message).toBe(
      "openai answered 429 (rate_limit_exceeded): Limit 3 requests/min. " +
        "Wait and run the thread again, or lower the limits of the orchestrator.",
    );
  });

  test("a page is quoted on one line and cut (R:C16)", () => {
    const page = `<html>\n\u001b[31m${"x".repeat(5000)}</html>`;
    const message = errorOf(502, { text: page })?.message ?? "";
    expect(message.length).toBeLessThan(250);
    expect(message).toContain('no JSON: "<html> [31mxxx');
  });

  test("an empty body is said to be empty", () => {
    expect(errorOf(500, { text: "" })?.message).toBe(
      "openai answered 500: an empty body. Run the thread again later.",
    );
  });

  test.each([[null], [[]], ["text"], [{}], [{ error: [] }], [{ error: null }], [{ message: 7 }]])(
    "the body %j of an error breaks nothing",
    (body) => {
      expect(errorOf(500, body)?.message).toMatch(/^(openai answered 500|No answer)/);
    },
  );
});
