import { expect, test } from "@jest/globals";
import { aCompletion, answerTo } from "../../test/an-answer.ts";
import { aCall, aThread } from "../../test/a-thread.ts";
import { outputsOf } from "../output/outputs-of.ts";
import { lastAnswer, newestFirst } from "./newest-first.ts";

test("a history is read from its end, and the last answer is found there", () => {
  const thread = aThread({ turns: 2 });
  thread.addMessage({ role: "user", content: "more" });
  expect([...newestFirst(thread)]).toEqual([...thread.history].reverse());
  expect(lastAnswer(thread)).toBe(thread.history[3]);
  expect(lastAnswer(aThread())).toBeNull();
});

test("a turn is added to a history of 10,000 messages without its array being built (C39)", () => {
  const thread = aThread({ turns: 5000, newMessage: "more" });
  const request = thread.toChatRequest();
  Object.defineProperty(thread, "history", {
    configurable: true,
    get: () => {
      throw new Error("the array of the history was read");
    },
  });
  thread.addUserMessage();
  const result = answerTo(request, aCompletion("no more"));
  thread.applyOutput(outputsOf(result, { chatThreadId: thread.ecsId, base: null }).output);
  thread.addMessage({ role: "assistant", content: "", toolCalls: [aCall("a", "add")] });
  thread.addToolResult(aCall("a", "add"), { status: "validated" });
  expect(thread.pendingToolCalls).toEqual([]);
  expect(thread.isAwaitingAnswer).toBe(true);
  expect(thread.countOf("history")).toBe(10_004);
});
