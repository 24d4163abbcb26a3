import { describe, expect, test } from "@jest/globals";
import { InvalidRequestError } from "@minference/protocol";
import { aCall, aThread, aThreadWithCalls } from "../../test/a-thread.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { ChatMessage } from "../message/chat-message.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";

test("a text request is the whole conversation with a tool turn in it (golden, 4.1)", () => {
  const thread = aThreadWithCalls();
  const [add, lookUp] = thread.pendingToolCalls;
  if (!add || !lookUp) throw new Error("the thread has two calls");
  thread.addToolResult(add, { status: "executed", value: { sum: 3 } });
  thread.addToolResult(lookUp, { status: "failed", kind: "tool_failed", message: "no book" });
  thread.newMessage = "And now?";
  thread.tools = [new CallableTool({ name: "add", inputSchema: { type: "object" } })];
  thread.forcedOutput = new StructuredTool({ name: "report", description: "A report" });
  thread.llmConfig.reasoner = true;
  thread.llmConfig.extraBody = { seed: 7 };
  expect(thread.toChatRequest()).toEqual({
    client: "openai",
    model: "gpt-4.1-mini",
    endpoint: null,
    system: "Answer in one sentence.",
    messages: [
      { role: "user", content: "What is 1 + 2, and who said so?" },
      {
        role: "assistant",
        content: "",
        toolCalls: [aCall("a", "add"), aCall("b", "look_up")],
        replay: null,
      },
      { role: "tool", content: '{"sum":3}', toolCallId: "a", isError: false },
      {
        role: "tool",
        content: '{"error":{"kind":"tool_failed","message":"no book"}}',
        toolCallId: "b",
        isError: true,
      },
      { role: "user", content: "And now?" },
    ],
    tools: [
      {
        kind: "callable",
        name: "add",
        description: null,
        parameters: { type: "object" },
        strict: true,
      },
      { kind: "structured", name: "report", description: "A report", parameters: {}, strict: true },
    ],
    toolChoice: { kind: "none" },
    output: { kind: "text" },
    maxTokens: 200,
    temperature: 0,
    reasoning: { effort: "medium" },
    promptCache: true,
    prefill: null,
    postfill: null,
    extraBody: { seed: 7 },
  });
});

test("building a request changes nothing, and gives the same each time (3.1)", () => {
  const thread = aThread({ turns: 2, newMessage: "more" });
  const before = JSON.stringify([thread.toJSON(), thread.dump()]);
  const first = JSON.stringify(thread.toChatRequest());
  expect(JSON.stringify(thread.toChatRequest())).toBe(first);
  expect(JSON.stringify([thread.toJSON(), thread.dump()])).toBe(before);
});

test("the system text is the prompt, then an active schema instruction; empty is none (C53)", () => {
  const thread = aThread({ newMessage: "hi" });
  thread.forcedOutput = new StructuredTool({ jsonSchema: { type: "object" } });
  expect(thread.systemText).toBe("Answer in one sentence.");
  thread.useSchemaInstruction = true;
  expect(thread.systemText).toBe(
    'Answer in one sentence.\nPlease follow this JSON schema for your response: {"type":"object"}',
  );
  thread.forcedOutput = new CallableTool({ name: "add", inputSchema: {} });
  thread.systemPrompt = null;
  expect(thread.toChatRequest().system).toBeNull();
});

describe("without useHistory (C54)", () => {
  test("a waiting message is sent alone", () => {
    const thread = aThread({ turns: 3, newMessage: "now" });
    thread.useHistory = false;
    expect(thread.toChatRequest().messages).toEqual([{ role: "user", content: "now" }]);
  });

  test("a tool turn is sent from its user message on", () => {
    const thread = aThread({ turns: 3 });
    thread.useHistory = false;
    thread.addMessage({ role: "user", content: "add" });
    thread.addMessage({ role: "assistant", content: "", toolCalls: [aCall("a", "add")] });
    thread.addMessage({ role: "tool", content: "3", toolCallId: "a" });
    const roles = thread.toChatRequest().messages.map(({ role }) => role);
    expect(roles).toEqual(["user", "assistant", "tool"]);
  });
});

describe("what cannot be answered is refused (4.2)", () => {
  test.each([
    ["an empty thread", aThread()],
    ["an empty message", aThread({ newMessage: "" })],
    ["a thread that ends in an answer", aThread({ turns: 1 })],
  ])("%s has nothing to answer", (_what, thread) => {
    expect(() => thread.toChatRequest()).toThrow(EmptyMessageError);
  });

  test("a call without a result is named with its message (T12)", () => {
    const thread = aThreadWithCalls();
    thread.newMessage = "go on";
    expect(() => thread.toChatRequest()).toThrow(InvalidRequestError);
    expect(() => thread.toChatRequest()).toThrow(/Message 1 .*tool call "a" has no result/);
  });

  test("a result without a call is named with its message (T11)", () => {
    const thread = aThread({ turns: 1, newMessage: "go on" });
    thread.append("history", new ChatMessage({ role: "tool", content: "3", toolCallId: "x" }));
    expect(() => thread.toChatRequest()).toThrow(/Message 2 .*result of tool call "x"/);
  });

  test("a call that takes the id of one still open is named with its message (T10)", () => {
    const thread = aThreadWithCalls();
    thread.addMessage({ role: "assistant", content: "", toolCalls: [aCall("b", "add")] });
    expect(() => thread.toChatRequest()).toThrow(/Message 2 .*the id "b"/);
  });

  test("a tool that was renamed to another's name is found before anything is sent (T15)", () => {
    const thread = aThread({ newMessage: "hi" });
    const tools = ["add", "sub"].map((name) => new CallableTool({ name, inputSchema: {} }));
    thread.tools = tools;
    const [, sub] = tools;
    if (sub) sub.name = "add";
    expect(() => thread.toChatRequest()).toThrow(
      /tools\.1: another tool of the thread is named add/,
    );
  });
});
