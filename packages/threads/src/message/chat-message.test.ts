import { expect, test } from "@jest/globals";
import { Usage } from "../output/usage.ts";
import { aCall } from "../../test/a-thread.ts";
import { ChatMessage } from "./chat-message.ts";

const anId = "019a0000-0000-7000-8000-000000000001";
const make = (fields: object): ChatMessage => {
  const made: unknown = Reflect.construct(ChatMessage, [{ content: "", ...fields }]);
  if (made instanceof ChatMessage) return made;
  throw new Error("the constructor makes messages");
};

test.each([
  ["toolName", "add"],
  ["toolId", anId],
  ["toolType", "callable"],
  ["toolStatus", "executed"],
  ["toolJsonSchema", {}],
  ["toolCallId", "a"],
])("%s is for tool messages only (1.4)", (name, value) => {
  for (const role of ["system", "user", "assistant"]) {
    expect(() => make({ role, [name]: value })).toThrow(new RegExp(`ChatMessage\\.${name}`));
  }
  expect(make({ role: "tool", toolCallId: "a", [name]: value })).toMatchObject({ role: "tool" });
});

test.each([
  ["toolCalls", [aCall("a", "add")]],
  ["usage", new Usage({ model: "m", promptTokens: 1, completionTokens: 1, totalTokens: 2 })],
  ["reasoning", "because"],
  ["replay", { client: "openai", model: "m", contextHash: "", suffix: null, blocks: [] }],
  ["outputId", anId],
  ["client", "openai"],
  ["model", "m"],
])("%s is for assistant messages only (1.4)", (name, value) => {
  for (const role of ["system", "user"]) {
    expect(() => make({ role, [name]: value })).toThrow(new RegExp(`ChatMessage\\.${name}`));
  }
  expect(() => make({ role: "tool", toolCallId: "a", [name]: value })).toThrow(
    new RegExp(`ChatMessage\\.${name}`),
  );
  expect(make({ role: "assistant", [name]: value })).toMatchObject({ role: "assistant" });
});

test("a tool message names its call (1.4)", () => {
  expect(() => make({ role: "tool" })).toThrow(/ChatMessage\.toolCallId: a message of role tool/);
});

test("call ids are unique and not empty within a message (T10)", () => {
  const calls = (...ids: string[]): object => ({
    role: "assistant",
    toolCalls: ids.map((id) => aCall(id, "add")),
  });
  expect(() => make(calls("a", "b", "a"))).toThrow(/ChatMessage\.toolCalls\.2\.id/);
  expect(() => make(calls(""))).toThrow(/ChatMessage\.toolCalls\.0\.id/);
  expect(make(calls("a", "b")).toolCall?.id).toBe("a");
});

test("an author is kept by the id's one written form (1.4)", () => {
  expect(make({ role: "user", authorId: anId.toUpperCase() }).authorId).toBe(anId);
  expect(() => make({ role: "user", authorId: "ada" })).toThrow(/ChatMessage\.authorId/);
});

test("a message says when it was said by its clock, and is a root until it answers (1.4)", () => {
  const message = new ChatMessage({ role: "user", content: "hi" }, { clock: { now: () => 5 } });
  expect(message.timestamp.getTime()).toBe(5);
  expect(message.isRoot).toBe(true);
  expect(message.toolCall).toBeNull();
});
