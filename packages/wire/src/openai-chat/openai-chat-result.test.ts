import { describe, expect, test } from "@jest/globals";
import { aCompletion, aReceived, parsedMessage } from "../../test/a-received-answer.ts";
import { parseAnswer } from "../parse-answer.ts";

const aCall = { id: "a", type: "function", function: { name: "look_up", arguments: "{}" } };

test("an answer has its text, its usage by the answering model, and no error", () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
  const { answer, warnings } = parseAnswer(
    aReceived(aCompletion({ content: "Because." }, "stop", { usage })),
  );
  expect(answer).toMatchObject({
    content: "Because.",
    reasoning: null,
    toolCalls: [],
    jsonObjects: [],
    replay: null,
    error: null,
    finishReason: "stop",
    usage: { model: "gpt-4.1-mini-2025-04-14", totalTokens: 15 },
  });
  expect(warnings).toEqual([]);
});

test("the usage of an answer without a model is that of the model asked", () => {
  const usage = { prompt_tokens: 10, completion_tokens: 5 };
  const body = aCompletion({ content: "Hi." }, "stop", { usage, model: null });
  expect(parseAnswer(aReceived(body)).answer.usage?.model).toBe("gpt-4.1-mini");
});

describe("content", () => {
  test.each([
    ["null", null, null],
    ["empty", "", ""],
    ["no parts", [], ""],
    ["blank", " \n", " \n"],
  ])("%s is kept as it is and is no error (T22)", (_, content, expected) => {
    const { answer } = parsedMessage({ content });
    expect(answer.content).toBe(expected);
    expect(answer.error).toBeNull();
  });

  test("text parts are joined, unknown parts ignored", () => {
    const content = [
      { type: "text", text: "One" },
      { type: "image", url: "x" },
      null,
      { type: "text", text: " two" },
    ];
    expect(parsedMessage({ content }).answer.content).toBe("One two");
  });

  test("a lone surrogate becomes U+FFFD, so that a text column takes it (S29)", () => {
    expect(parsedMessage({ content: "a\ud800b" }).answer.content).toBe("a\ufffdb");
  });

  test("content that is no text is a protocol error", () => {
    expect(parsedMessage({ content: 7 }).answer.error).toMatchObject({ kind: "protocol" });
  });
});

describe("reasoning", () => {
  test.each(["reasoning", "reasoning_content"])("%s is the readable reasoning", (field) => {
    const { answer } = parsedMessage({ content: "So.", [field]: "I think." });
    expect(answer).toMatchObject({ reasoning: "I think.", content: "So." });
  });

  test("empty or structured reasoning is none", () => {
    expect(parsedMessage({ content: "So.", reasoning: "" }).answer.reasoning).toBeNull();
    expect(parsedMessage({ content: "So.", reasoning: { a: 1 } }).answer.reasoning).toBeNull();
  });
});

describe("finish reasons", () => {
  test.each([
    ["stop", "stop", null],
    ["length", "length", null],
    ["tool_calls", "tool_calls", null],
    ["function_call", "tool_calls", null],
    ["content_filter", "content_filter", "content_filter"],
    ["error", "error", "server"],
    ["eos", "unknown", null],
    [null, "unknown", null],
    [7, "unknown", null],
  ])("%j is %s, with the error %j, and the text is kept (T24, T26)", (raw, reason, kind) => {
    const { answer } = parsedMessage({ content: "Half." }, raw);
    expect(answer.finishReason).toBe(reason);
    expect(answer.error?.kind ?? null).toBe(kind);
    expect(answer.content).toBe("Half.");
  });

  test("a refusal is the content, and an error that is not retried (T23)", () => {
    const { answer } = parsedMessage({ content: null, refusal: "I cannot." });
    expect(answer).toMatchObject({
      content: "I cannot.",
      finishReason: "refusal",
      error: { kind: "refusal", code: "refusal", retryable: false, httpStatus: 200 },
    });
  });

  test("a refusal among the parts is one too", () => {
    const content = [{ type: "refusal", refusal: "No." }];
    expect(parsedMessage({ content }).answer).toMatchObject({
      content: "No.",
      finishReason: "refusal",
    });
  });

  test("a refusal that is null or empty is none", () => {
    expect(parsedMessage({ content: "Yes.", refusal: "" }).answer.finishReason).toBe("stop");
  });

  test("calls that were cut off by the limit are truncated (T25)", () => {
    const { answer } = parsedMessage({ content: "So", tool_calls: [aCall] }, "length");
    expect(answer.error).toMatchObject({ kind: "truncated", retryable: false });
    expect(answer.toolCalls).toHaveLength(1);
    expect(answer.content).toBe("So");
  });
});

test("text beside calls is kept, and each call is a JSON object too", () => {
  const { answer } = parsedMessage({ content: "I look.", tool_calls: [aCall] }, "tool_calls");
  expect(answer).toMatchObject({
    content: "I look.",
    toolCalls: [{ id: "a", name: "look_up", arguments: {}, toolId: null }],
    jsonObjects: [{ name: "look_up", object: {}, toolCallId: "a" }],
    error: null,
  });
});

test("a call that cannot be read is a protocol error, the text is kept", () => {
  const { answer } = parsedMessage({ content: "I look.", tool_calls: [{ id: "a" }] });
  expect(answer.error?.kind).toBe("protocol");
  expect(answer).toMatchObject({ content: "I look.", toolCalls: [] });
});

test.each([
  ["no choices", { object: "chat.completion", choices: [] }],
  ["no list of choices", { choices: {} }],
  ["a choice without a message", { choices: [{ finish_reason: "stop" }] }],
  ["a choice that is null", { choices: [null] }],
  ["nothing at all", {}],
  ["a list", []],
  ["a text", "Because."],
  ["a number", 7],
  ["a page", { text: "<html>Sign in</html>" }],
  ["nothing", { text: "" }],
])("status 200 with %s is a protocol error, never an empty turn (R:C15, R:C16)", (_, body) => {
  const { answer } = parseAnswer(aReceived(body));
  expect(answer.error).toMatchObject({ kind: "protocol", retryable: false });
  expect(answer).toMatchObject({ content: null, finishReason: "error" });
});

test("fields that nobody knows change nothing (R:C21)", () => {
  const body = aCompletion({ content: "Hi.", annotations: [], audio: null }, "stop", {
    system_fingerprint: null,
    service_tier: "default",
    prompt_logprobs: null,
  });
  expect(parseAnswer(aReceived(body)).answer).toMatchObject({ content: "Hi.", error: null });
});

test("only the first of several choices is read (R:C30)", () => {
  const body = { choices: [{ message: { content: "One." } }, { message: { content: "Two." } }] };
  expect(parseAnswer(aReceived(body)).answer.content).toBe("One.");
});
