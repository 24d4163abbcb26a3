import { expect, test } from "@jest/globals";
import { aThread, aThreadWithCalls } from "../../test/a-thread.ts";
import { ChatMessage } from "../message/chat-message.ts";

test("a conversation is a chain of answers (3.2)", () => {
  const thread = aThread({ turns: 2 });
  const [first, second, third, fourth] = thread.history;
  if (!first || !second || !third || !fourth) throw new Error("two turns are four messages");
  expect(thread.parentOf(first)).toBeNull();
  expect(thread.parentOf(fourth)).toBe(third);
  expect(thread.childrenOf(second)).toEqual([third]);
  expect(thread.childrenOf(fourth)).toEqual([]);
  expect(thread.siblingsOf(second)).toEqual([]);
});

test("the results of one message are siblings, and the next answer follows the last of them (3.2)", () => {
  const thread = aThreadWithCalls();
  const calling = thread.lastMessage;
  if (!calling) throw new Error("the thread has messages");
  const results = thread.pendingToolCalls.map((call) =>
    thread.addToolResult(call, { status: "executed", value: 3 }),
  );
  const next = thread.addMessage({ role: "assistant", content: "3" });
  expect(thread.childrenOf(calling)).toEqual(results);
  for (const result of results) {
    expect(thread.parentOf(result)).toBe(calling);
    expect(thread.siblingsOf(result)).toEqual(results.filter((other) => other !== result));
  }
  expect(thread.parentOf(next)).toBe(results.at(-1));
});

test("a parent that was corrected in place is the message before its answers (3.1)", () => {
  const thread = aThreadWithCalls();
  const results = thread.pendingToolCalls.map((call) =>
    thread.addToolResult(call, { status: "executed", value: 3 }),
  );
  const corrected = new ChatMessage({ role: "assistant", content: "corrected" });
  thread.replaceAt("history", 1, corrected);
  for (const result of results) expect(thread.parentOf(result)).toBe(corrected);
  expect(thread.childrenOf(corrected)).toEqual(results);
});

test("roots are siblings, and a message of another thread has no relations here", () => {
  const thread = aThread();
  const roots = ["a", "b"].map((content) => new ChatMessage({ role: "user", content }));
  thread.append("history", ...roots);
  const [first, second] = roots;
  if (!first) throw new Error("two roots were made");
  expect(thread.siblingsOf(first)).toEqual([second]);
  const stranger = new ChatMessage({ role: "user", content: "c" });
  expect(thread.parentOf(stranger)).toBeNull();
  expect(thread.childrenOf(stranger)).toEqual([]);
  expect(thread.siblingsOf(stranger)).toEqual([]);
});

test("a chain of 10,000 messages leads from the last one back to the first (C48)", () => {
  const thread = aThread({ turns: 5000 });
  let message = thread.lastMessage;
  let steps = 0;
  for (; message !== null; message = thread.parentOf(message)) steps += 1;
  expect(steps).toBe(10_000);
});
