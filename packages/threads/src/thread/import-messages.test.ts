import { expect, test } from "@jest/globals";
import { isKind, type KnownError } from "@minference/protocol";
import { aThread, aThreadWithCalls } from "../../test/a-thread.ts";

const user = { role: "user", content: "add" };
const result = (id: string): object => ({ role: "tool", content: "3", tool_call_id: id });
const calling = (...ids: string[]): object => ({
  role: "assistant",
  content: null,
  tool_calls: ids.map((id) => ({
    id,
    type: "function",
    function: { name: "add", arguments: "{}" },
  })),
});

const conversation = [
  { role: "system", content: "be brief" },
  user,
  calling("a", "b"),
  result("a"),
  result("b"),
  { role: "assistant", content: "3" },
  user,
];

/** The error of ours that importing a list is refused with. */
function refusal(list: readonly unknown[], thread = aThread()): KnownError & { path: unknown } {
  const { length } = thread.history;
  try {
    thread.addChatMl(list);
  } catch (error) {
    expect(thread.history).toHaveLength(length);
    if (isKind(error, "invalid_request") && "path" in error) return error;
    throw error;
  }
  throw new Error("the list was taken");
}

test("a conversation with tool calls reads back as it was, each message with its parent", () => {
  const thread = aThread();
  const messages = thread.addChatMl(conversation);
  expect(thread.history.map((message) => message.toChatMl())).toEqual(conversation);
  expect(messages).toEqual(thread.history);
  const parents = messages.map((message) => {
    const parent = thread.parentOf(message);
    return parent === null ? null : messages.indexOf(parent);
  });
  expect(parents).toEqual([null, 0, 1, 2, 2, 4, 5]);
  expect(messages.every(({ chatThreadId }) => chatThreadId === thread.ecsId)).toBe(true);
  expect(thread.toChatRequest().messages).toHaveLength(7);
});

test("calls of the last assistant message may wait for their results", () => {
  const thread = aThread();
  thread.addChatMl([user, calling("a", "b"), result("b")]);
  expect(thread.pendingToolCalls.map(({ id }) => id)).toEqual(["a"]);
});

test("results may answer calls that the thread has pending, and follow its last message", () => {
  const thread = aThreadWithCalls();
  const caller = thread.lastMessage;
  const [first, second, next] = thread.addChatMl([result("b"), result("a"), user]);
  expect(first?.parentMessageId).toBe(caller?.ecsId);
  expect(second?.parentMessageId).toBe(caller?.ecsId);
  expect(next?.parentMessageId).toBe(second?.ecsId);
});

const answer = { role: "assistant", content: "x" };
test.each([
  ["a result without its call", { list: [user, result("a")], at: 1, says: /tool call "a"/ }],
  [
    "a result before its call",
    { list: [result("a"), calling("a")], at: 0, says: /no message before/ },
  ],
  ["a second result", { list: [calling("a"), result("a"), result("a")], at: 2, says: /open/ }],
  ["a call never answered", { list: [user, calling("a"), user, answer], at: 1, says: /no result/ }],
  [
    "two open calls of one id",
    { list: [user, calling("a"), calling("a")], at: 2, says: /the id "a"/ },
  ],
])("%s is refused with its position, and nothing is added", (_what, { list, at, says }) => {
  const error = refusal(list);
  expect(error.path).toBe(`messages.${at}`);
  expect(error.message).toContain(`Message ${at} of the list`);
  expect(error.message).toMatch(says);
});

test("a message that is none is refused with the place in it", () => {
  expect(refusal([user, { role: "user" }]).path).toBe("messages.1.content");
});

test("a field that does not go with its role is refused with its position", () => {
  const error = refusal([user, { role: "user", content: "x", tool_call_id: "a" }]);
  expect(error.path).toBe("messages.1");
  expect(error.message).toMatch(/Message 1 .*ChatMessage\.toolCallId/);
});

test("an empty list adds nothing", () => {
  const thread = aThread();
  expect(thread.addChatMl([])).toEqual([]);
  expect(thread.history).toEqual([]);
});
