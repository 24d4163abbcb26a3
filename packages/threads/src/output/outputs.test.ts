import { expect, test } from "@jest/globals";
import { InvalidRequestError } from "@minference/protocol";
import { aCallingCompletion, aCompletion, answerTo } from "../../test/an-answer.ts";
import { aThread } from "../../test/a-thread.ts";
import { outputsOf, type TurnOutputs } from "./outputs-of.ts";

const thread = aThread({ newMessage: "Why?" });

function outputs(rawResult: Parameters<typeof answerTo>[1], httpStatus = 200): TurnOutputs {
  const result = answerTo(thread.toChatRequest(), rawResult, { httpStatus });
  return outputsOf(result, { chatThreadId: thread.ecsId, base: null, attempts: 2 });
}

test("a raw output has what went out and what came back, verbatim (C93)", () => {
  const body = aCompletion("Because.");
  const { raw } = outputs(body);
  const { sent } = answerTo(thread.toChatRequest(), body);
  expect(raw.dump()).toEqual({
    client: "openai",
    envelope: sent.envelope,
    wireBaseId: null,
    wireKeep: 0,
    wireAdded: [
      { role: "system", content: "Answer in one sentence." },
      { role: "user", content: "Why?" },
    ],
    wireHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    requestHash: sent.requestHash,
    rawResult: body,
    startedAt: "2026-11-24T10:00:00.000Z",
    endedAt: "2026-11-24T10:00:01.234Z",
    attempts: 2,
    httpStatus: 200,
    providerRequestId: "req_1",
    chatThreadId: thread.ecsId,
  });
});

test("what a raw output means is what the client read from the same body (6)", () => {
  const body = aCallingCompletion(["add", "look_up"]);
  const { answer } = answerTo(thread.toChatRequest(), body);
  const { raw } = outputs(body);
  const { content, reasoning, jsonObjects, toolCalls, replay, usage, error, finishReason } = raw;
  expect({
    content,
    reasoning,
    jsonObjects,
    toolCalls,
    replay,
    usage,
    error,
    finishReason,
  }).toEqual(answer);
  expect(raw).toMatchObject({
    containsObject: true,
    resultProvider: "openai",
    model: "gpt-4.1-mini-2025-04-14",
    timeTakenMs: 1234,
  });
});

test("a processed output has the answer with its own entities (C94, C95)", () => {
  const { raw, output } = outputs(aCallingCompletion(["add"]));
  expect(output.rawOutput).toBe(raw);
  expect(output.askedVersionId).toBe(thread.ecsId);
  expect(output.dump()).toMatchObject({
    content: null,
    finishReason: "tool_calls",
    timeTakenMs: 1234,
    client: "openai",
    warnings: [],
    error: null,
    usage: { model: "gpt-4.1-mini-2025-04-14", totalTokens: 25, cachedTokens: null },
  });
  expect(output.jsonObject?.dump()).toEqual({
    name: "add",
    object: { x: 1 },
    toolCallId: "call_0",
  });
});

test("an error body is kept, and its output says what went wrong (C94)", () => {
  const { raw, output } = outputs(
    { error: { message: "slow down", code: "rate_limit_exceeded" } },
    429,
  );
  expect(raw.rawResult).toEqual({ error: { message: "slow down", code: "rate_limit_exceeded" } });
  expect(raw.model).toBe("gpt-4.1-mini");
  expect(output).toMatchObject({ content: null, usage: null, finishReason: "error" });
  expect(output.error).toMatchObject({ kind: "rate_limited", retryable: true, httpStatus: 429 });
  expect(output.jsonObject).toBeNull();
});

test("an assigned result is read anew", () => {
  const { raw } = outputs(aCompletion("Because."));
  expect(raw.content).toBe("Because.");
  raw.rawResult = aCompletion("Why not?");
  expect(raw.content).toBe("Why not?");
});

test("a raw output of no thread version gives no processed output (1.7)", () => {
  const { raw } = outputs(aCompletion("Because."));
  raw.chatThreadId = null;
  expect(() => raw.toProcessedOutput()).toThrow(InvalidRequestError);
});

test("a clock that was set back takes no negative time (1.7)", () => {
  const { raw } = outputs(aCompletion("Because."));
  raw.endedAt = new Date(0);
  expect(raw.timeTakenMs).toBe(0);
});
