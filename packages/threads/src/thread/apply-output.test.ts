import { expect, test } from "@jest/globals";
import { InvalidRequestError } from "@minference/protocol";
import { aCallingCompletion, aCompletion, answerTo } from "../../test/an-answer.ts";
import { aThread } from "../../test/a-thread.ts";
import { EmptyHistoryError } from "../errors/empty-history-error.ts";
import { outputsOf } from "../output/outputs-of.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import type { ChatThread } from "./chat-thread.ts";

/** A thread that has asked, and what came back. */
function asked(rawResult: Parameters<typeof answerTo>[1], httpStatus = 200): Asked {
  const thread = aThread({ newMessage: "Why?" });
  thread.addUserMessage();
  const result = answerTo(thread.toChatRequest(), rawResult, { httpStatus });
  const { output } = outputsOf(result, { chatThreadId: thread.ecsId, base: null });
  return { thread, output };
}

interface Asked {
  readonly thread: ChatThread;
  readonly output: ProcessedOutput;
}

test("an answer is one assistant message with its text, cost, model and output (C47)", () => {
  const { thread, output } = asked(aCompletion("Because."));
  const question = thread.lastMessage;
  const [message, ...others] = thread.applyOutput(output);
  expect(others).toEqual([]);
  expect(thread.lastMessage).toBe(message);
  expect(message).toMatchObject({
    role: "assistant",
    content: "Because.",
    parentMessageId: question?.ecsId,
    chatThreadId: thread.ecsId,
    outputId: output.ecsId,
    client: "openai",
    model: "gpt-4.1-mini-2025-04-14",
    replay: null,
    timestamp: new Date("2026-11-24T10:00:01.234Z"),
  });
  expect(message?.usage).toBe(output.usage);
  expect(output.usage?.totalTokens).toBe(25);
});

test("a message does not name an output that is dropped (1.4)", () => {
  const { thread, output } = asked(aCompletion("Because."));
  const [message] = thread.applyOutput(output, new Map(), { outputs: "dropped" });
  expect(message?.outputId).toBeNull();
});

test("tool calls of a text answer get the failed result tool_not_found, in call order", () => {
  const { thread, output } = asked(aCallingCompletion(["add", "look_up"]));
  const [assistant, first, second] = thread.applyOutput(output);
  expect(assistant?.toolCalls).toEqual([
    { id: "call_0", name: "add", arguments: { x: 1 }, argumentsText: '{"x":1}', toolId: null },
    { id: "call_1", name: "look_up", arguments: { x: 1 }, argumentsText: '{"x":1}', toolId: null },
  ]);
  expect([first, second]).toMatchObject([
    { role: "tool", toolCallId: "call_0", toolStatus: "failed", parentMessageId: assistant?.ecsId },
    { role: "tool", toolCallId: "call_1", toolStatus: "failed", parentMessageId: assistant?.ecsId },
  ]);
  expect(JSON.parse(first?.content ?? "")).toEqual({
    error: {
      kind: "tool_not_found",
      message: "There is no tool named add: no tools were offered",
    },
  });
  expect(thread.pendingToolCalls).toEqual([]);
  expect(thread.toChatRequest().messages).toHaveLength(4);
});

test("calls that the caller has run get their results, by id and in call order (T9)", () => {
  const { thread, output } = asked(aCallingCompletion(["add", "look_up"]));
  const add = new CallableTool({ name: "add", inputSchema: {} });
  thread.tools = [add];
  const [assistant, first, second] = thread.applyOutput(
    output,
    new Map([
      ["call_1", { status: "executed", value: "b" }],
      ["call_0", { status: "executed", value: "a" }],
    ]),
  );
  expect([first?.content, second?.content]).toEqual(['"a"', '"b"']);
  expect(assistant?.toolCall?.toolId).toBe(add.ecsId);
  expect(first).toMatchObject({ toolId: add.ecsId, toolType: "callable" });
});

test("a call that was cut off is not run: its result says so (T25)", () => {
  const { thread, output } = asked(aCallingCompletion(["add"], "length"));
  thread.llmConfig.responseFormat = "auto_tools";
  const [, result] = thread.applyOutput(output);
  expect(result?.content).toContain('"kind":"truncated"');
});

test("an output with an error and nothing said appends nothing (3.1)", () => {
  const { thread, output } = asked({ error: { message: "overloaded" } }, 503);
  expect(output.error?.kind).toBe("server");
  expect(thread.applyOutput(output)).toEqual([]);
  expect(thread.history).toHaveLength(1);
});

test("an error with a text keeps the text (T24)", () => {
  const body = aCompletion("Because");
  const choices = [
    {
      index: 0,
      message: { role: "assistant", content: "Because" },
      finish_reason: "content_filter",
    },
  ];
  const { thread, output } = asked({ ...body, choices });
  expect(output.error?.kind).toBe("content_filter");
  expect(thread.applyOutput(output)[0]?.content).toBe("Because");
});

test("an empty answer is kept as it is, and can be sent again (T22)", () => {
  const { thread, output } = asked(aCompletion(""));
  expect(thread.applyOutput(output)[0]?.content).toBe("");
  thread.newMessage = "Well?";
  expect(thread.toChatRequest().messages).toHaveLength(3);
});

test("an output for a thread without messages is refused (3.1)", () => {
  const { output } = asked(aCompletion("Because."));
  expect(() => aThread().applyOutput(output)).toThrow(EmptyHistoryError);
});

test("a result of no call of the output is refused, and nothing is changed (T11)", () => {
  const { thread, output } = asked(aCallingCompletion(["add"]));
  const results = new Map([["call_7", { status: "validated" } as const]]);
  expect(() => thread.applyOutput(output, results)).toThrow(InvalidRequestError);
  expect(thread.history).toHaveLength(1);
});
