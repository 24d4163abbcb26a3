import { describe, expect, test } from "@jest/globals";
import { InvalidRequestError } from "@minference/protocol";
import { aCall, aThread, aThreadWithCalls } from "../../test/a-thread.ts";
import { EmptyMessageError } from "../errors/empty-message-error.ts";
import { ChatMessage } from "../message/chat-message.ts";
import { Usage } from "../output/usage.ts";
import { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import { ChatThread } from "./chat-thread.ts";

const aTool = (name: string): CallableTool => new CallableTool({ name, inputSchema: {} });

describe("addUserMessage (C46)", () => {
  test("moves the waiting text into the history as an answer to the last message", () => {
    const thread = aThread({ turns: 1, newMessage: " hi\n" });
    const last = thread.lastMessage;
    const message = thread.addUserMessage();
    expect(thread.lastMessage).toBe(message);
    expect(message).toMatchObject({
      role: "user",
      content: " hi\n",
      parentMessageId: last?.ecsId,
      chatThreadId: thread.ecsId,
    });
    expect(thread.newMessage).toBeNull();
  });

  test("is a root in an empty thread", () => {
    expect(aThread({ newMessage: "hi" }).addUserMessage()?.isRoot).toBe(true);
  });

  test.each([null, ""])("with newMessage %j does nothing when a question waits", (newMessage) => {
    const thread = aThread();
    thread.addMessage({ role: "user", content: "hi" });
    thread.newMessage = newMessage;
    expect(thread.addUserMessage()).toBeNull();
    expect(thread.history).toHaveLength(1);
    expect(thread.newMessage).toBe(newMessage);
  });

  test("without text does nothing when all calls have results, and refuses while one has none", () => {
    const thread = aThreadWithCalls();
    const [first, second] = thread.pendingToolCalls;
    if (!first || !second) throw new Error("the thread has two calls");
    thread.addToolResult(first, { status: "validated" });
    expect(() => thread.addUserMessage()).toThrow(EmptyMessageError);
    thread.addToolResult(second, { status: "validated" });
    expect(thread.addUserMessage()).toBeNull();
    expect(thread.history).toHaveLength(4);
  });

  test.each([
    ["an empty thread", aThread()],
    ["a thread that ends in an answer", aThread({ turns: 1 })],
  ])("without text refuses %s and changes nothing", (_what, thread) => {
    const { length } = thread.history;
    expect(() => thread.addUserMessage()).toThrow(EmptyMessageError);
    expect(thread.history).toHaveLength(length);
  });
});

describe("addMessage", () => {
  test("answers the message that it names", () => {
    const thread = aThread({ turns: 2 });
    const [first] = thread.history;
    if (!first) throw new Error("the thread has messages");
    const added = thread.addMessage({ role: "user", content: "b", parentMessageId: first.ecsId });
    expect(added.parentMessageId).toBe(first.ecsId);
  });

  test("refuses a parent that is no message of the thread, and changes nothing", () => {
    const thread = aThread({ turns: 1 });
    const stranger = new ChatMessage({ role: "user", content: "x" });
    const add = (): unknown =>
      thread.addMessage({ role: "user", content: "b", parentMessageId: stranger.ecsId });
    expect(add).toThrow(InvalidRequestError);
    expect(thread.history).toHaveLength(2);
  });

  test("takes time and ids from the thread", () => {
    const { llmConfig } = aThread();
    const thread = new ChatThread({ llmConfig }, { clock: { now: () => 1_000 } });
    expect(thread.addMessage({ role: "user", content: "x" }).createdAt.getTime()).toBe(1_000);
  });
});

describe("addToolResult", () => {
  test.each([
    [{ status: "executed", value: { b: [1, "2"], a: null } } as const, '{"b":[1,"2"],"a":null}'],
    [
      { status: "validated" } as const,
      '{"status":"validated","message":"Schema validation successful"}',
    ],
    [
      { status: "failed", kind: "tool_failed", message: "it broke" } as const,
      '{"error":{"kind":"tool_failed","message":"it broke"}}',
    ],
  ])("writes %j as its content (3.1)", (result, content) => {
    const thread = aThreadWithCalls();
    const message = thread.addToolResult(aCall("b", "look_up"), result);
    expect(message).toMatchObject({
      role: "tool",
      content,
      toolCallId: "b",
      toolName: "look_up",
      toolStatus: result.status,
      toolId: null,
      toolType: null,
    });
  });

  test("names the tool version that was used, and the schema that a structured result kept to", () => {
    const thread = aThreadWithCalls();
    const jsonSchema = { type: "object" };
    const structured = new StructuredTool({ name: "look_up", jsonSchema });
    const callable = aTool("add");
    thread.tools = [callable, structured];
    const added = thread.addToolResult(aCall("a", "add"), { status: "executed", value: 3 });
    expect(added).toMatchObject({
      toolId: callable.ecsId,
      toolType: "callable",
      toolJsonSchema: null,
    });
    const looked = thread.addToolResult(aCall("b", "look_up"), { status: "validated" });
    expect(looked).toMatchObject({
      toolId: structured.ecsId,
      toolType: "structured",
      toolJsonSchema: jsonSchema,
    });
  });

  test("refuses a call that is unknown or answered already, and changes nothing (T11)", () => {
    const thread = aThreadWithCalls();
    thread.addToolResult(aCall("a", "add"), { status: "validated" });
    for (const id of ["a", "c"]) {
      expect(() => thread.addToolResult(aCall(id, "add"), { status: "validated" })).toThrow(
        InvalidRequestError,
      );
    }
    expect(thread.pendingToolCalls.map(({ id }) => id)).toEqual(["b"]);
    expect(thread.history).toHaveLength(3);
  });

  test("answers the message that made the call, also behind a user message (T13)", () => {
    const thread = aThreadWithCalls();
    const calling = thread.lastMessage;
    thread.addMessage({ role: "user", content: "never mind" });
    const message = thread.addToolResult(aCall("b", "look_up"), { status: "validated" });
    expect(message.parentMessageId).toBe(calling?.ecsId);
  });
});

describe("tools by name (C65)", () => {
  test("the thread's come before the forced one, and Object.prototype is never found (T16)", () => {
    const [add, forced] = [aTool("add"), aTool("report")];
    const thread = aThread().copy({ tools: [add], forcedOutput: forced });
    expect(thread.getToolByName("add")).toBe(add);
    expect(thread.getToolByName("report")).toBe(forced);
    for (const name of ["Add", "toString", "__proto__", "constructor"]) {
      expect(thread.getToolByName(name)).toBeNull();
    }
  });

  test("two of one name are refused at each write, and the thread keeps what it had (T15)", () => {
    const add = aTool("add");
    const thread = aThread().copy({ tools: [add] });
    expect(() => {
      thread.append("tools", aTool("add"));
    }).toThrow(/ChatThread\.tools\.1: another tool of the thread is named add/);
    expect(() => {
      thread.tools = [add, add];
    }).toThrow(/tools\.1/);
    expect(thread.tools).toEqual([add]);
  });

  test("the forced tool may be among them in the same version only (T15)", () => {
    const add = aTool("add");
    const thread = aThread();
    expect(thread.copy({ tools: [add], forcedOutput: add }).forcedOutput).toBe(add);
    expect(() => thread.copy({ tools: [add], forcedOutput: aTool("add") })).toThrow(
      /ChatThread\.forcedOutput/,
    );
  });
});

describe("branchAt (C49)", () => {
  test("takes the history back to before the message", () => {
    const thread = aThread({ turns: 2 });
    const before = thread.history;
    const third = before[2];
    if (!third) throw new Error("the thread has four messages");
    expect(thread.branchAt(third)).toBeNull();
    expect(thread.history).toEqual(before.slice(0, 2));
    expect(before).toHaveLength(4);
  });

  test("puts a sibling with another text in its place", () => {
    const thread = aThread({ turns: 2 });
    const third = thread.history[2];
    if (!third) throw new Error("the thread has four messages");
    const sibling = thread.branchAt(third, { content: "another question" });
    expect(thread.history.at(-1)).toBe(sibling);
    expect(sibling).toMatchObject({
      role: "user",
      content: "another question",
      parentMessageId: third.parentMessageId,
      chatThreadId: thread.ecsId,
    });
    expect(sibling?.lineageId).not.toBe(third.lineageId);
    expect(third.content).toBe("question 1");
  });

  test("an answer's sibling has the text alone, a result's is still the result of its call", () => {
    const thread = aThreadWithCalls();
    const result = thread.addToolResult(aCall("a", "add"), { status: "executed", value: 3 });
    expect(thread.branchAt(result, { content: "4" })).toMatchObject({
      role: "tool",
      toolCallId: "a",
      toolStatus: "executed",
    });
    const calling = thread.history[1];
    if (!calling) throw new Error("the thread has three messages");
    expect(thread.branchAt(calling, { content: "three" })?.toolCalls).toEqual([]);
  });

  test("refuses a message that is not in the thread, and changes nothing", () => {
    const thread = aThread({ turns: 1 });
    const stranger = new ChatMessage({ role: "user", content: "x" });
    expect(() => thread.branchAt(stranger)).toThrow(InvalidRequestError);
    expect(thread.history).toHaveLength(2);
  });
});

test("usages are those of the assistant messages in order, and their total (C52)", () => {
  const thread = aThread({ turns: 1 });
  expect(thread.totalUsage).toBeNull();
  const usage = { model: "m", promptTokens: 3, completionTokens: 4, totalTokens: 7 };
  for (const promptTokens of [1, 2]) {
    thread.addMessage({
      role: "assistant",
      content: "",
      usage: new Usage({ ...usage, promptTokens, totalTokens: promptTokens + 4 }),
    });
  }
  expect(thread.usages.map(({ promptTokens }) => promptTokens)).toEqual([1, 2]);
  expect(thread.totalUsage?.totalTokens).toBe(11);
});

test("a workflow is finished behind its last tool, and starts again at step 0 (3.5)", () => {
  const thread = aThread().copy({ tools: [aTool("a"), aTool("b")] });
  expect(thread.isWorkflowFinished).toBe(false);
  thread.workflowStep = 1;
  expect(thread.isWorkflowFinished).toBe(false);
  thread.workflowStep = 2;
  expect(thread.isWorkflowFinished).toBe(true);
  thread.resetWorkflowStep();
  expect(thread.workflowStep).toBe(0);
  expect(aThread().isWorkflowFinished).toBe(false);
});
