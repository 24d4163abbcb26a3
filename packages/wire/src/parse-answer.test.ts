// boundary: an envelope is read back from its own JSON text
import { describe, expect, test } from "@jest/globals";
import type { JsonObject } from "@minference/protocol";
import fc from "fast-check";
import { aCompletion, aReceived } from "../test/a-received-answer.ts";
import { storableJson } from "./json/exact-json.ts";
import { failureOf } from "./answer/failure.ts";
import { parseAnswer } from "./parse-answer.ts";

const received = aReceived(aCompletion({ content: "Hi." }));

describe("an exchange that failed on the way", () => {
  test("is read back from the envelope with the same outcome", () => {
    const envelope = { ...received.envelope, failure: failureOf("timeout", "Too slow", "Wait.") };
    const { answer } = parseAnswer({ ...received, envelope, rawResult: null, httpStatus: null });
    expect(answer).toMatchObject({
      content: null,
      finishReason: "error",
      error: { kind: "timeout", code: "timeout", message: "Too slow. Wait.", retryable: true },
    });
  });

  test("is failed even if a part of a body came", () => {
    const envelope = { ...received.envelope, failure: failureOf("aborted", "Stopped.") };
    const { answer } = parseAnswer({ ...received, envelope, rawResult: { text: '{"cho' } });
    expect(answer.error).toMatchObject({ kind: "aborted", retryable: false });
  });

  test("without a word of why is a connection error", () => {
    const { answer } = parseAnswer({ ...received, rawResult: null, httpStatus: null });
    expect(answer.error).toMatchObject({ kind: "connection", retryable: true });
  });
});

test("the warnings of the request come back with its answer", () => {
  const envelope = { ...received.envelope, warnings: ["temperature_omitted"] };
  expect(parseAnswer({ ...received, envelope }).warnings).toEqual(["temperature_omitted"]);
});

test("a stored answer is read again with the same outcome, from its JSON text", () => {
  const { envelope, rawResult } = received;
  const again = {
    ...received,
    envelope: storableJson(JSON.stringify(envelope)) as JsonObject,
    rawResult: storableJson(JSON.stringify(rawResult)) ?? null,
  };
  expect(parseAnswer(again)).toEqual(parseAnswer(received));
});

test("whatever JSON a provider sends with whatever status, an answer comes of it", () => {
  const status = fc.integer({ min: 100, max: 599 });
  const body = fc.oneof(
    fc.json().map((text) => storableJson(text) ?? null),
    fc
      .json()
      .map((text) => ({ choices: [{ message: storableJson(text) ?? null }], usage: text.length })),
    fc.json().map((text) => ({ error: storableJson(text) ?? null })),
    fc.json().map((text) => ({
      choices: [{ message: { tool_calls: storableJson(text) ?? null, content: text } }],
    })),
  );
  fc.assert(
    fc.property(status, body, (httpStatus, rawResult) => {
      const { answer } = parseAnswer({ ...received, httpStatus, rawResult });
      const isEmpty = answer.content === null && answer.toolCalls.length === 0;
      expect(httpStatus >= 200 && httpStatus < 300 ? true : answer.error !== null).toBe(true);
      expect(isEmpty && answer.error === null && answer.finishReason === "error").toBe(false);
    }),
  );
});
