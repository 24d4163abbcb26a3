import { expect, test } from "@jest/globals";
import { InvalidRequestError } from "@minference/protocol";
import { ChatMessage } from "./chat-message.ts";

const read = (message: unknown): ChatMessage => ChatMessage.fromChatMl(message);
const call = (args: unknown): object => ({
  role: "assistant",
  content: null,
  tool_calls: [{ id: "a", type: "function", function: { name: "add", arguments: args } }],
});

test("arguments are parsed where they are one JSON object, and their text is always kept (1.4)", () => {
  expect(read(call('{ "x": 1 }')).toolCall).toMatchObject({
    arguments: { x: 1 },
    argumentsText: '{ "x": 1 }',
  });
  for (const text of ['{"x":', "[1]", "null", "", '{"x":1e400}']) {
    expect(read(call(text)).toolCall).toMatchObject({ arguments: null, argumentsText: text });
  }
});

test("null and empty lists count as absent, parts of text are joined, developer is system", () => {
  const exported = {
    role: "assistant",
    content: "hi",
    refusal: null,
    annotations: [],
    audio: null,
  };
  expect(read(exported).toChatMl()).toEqual({ role: "assistant", content: "hi" });
  const parts = [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ];
  expect(read({ role: "user", content: parts }).content).toBe("ab");
  expect(read({ role: "developer", content: "be brief" }).role).toBe("system");
});

test("a tool's name is kept as the name of its tool", () => {
  const result = { role: "tool", content: "3", tool_call_id: "a", name: "add" };
  expect(read(result).toolName).toBe("add");
});

test.each([
  [
    "an image",
    { role: "user", content: [{ type: "image_url", image_url: { url: "x" } }] },
    "content",
  ],
  ["an unknown key", { role: "user", content: "a", weight: 1 }, "message"],
  ["a speaker's name", { role: "user", content: "a", name: "ada" }, "name"],
  ["an unknown role", { role: "function", content: "a" }, "role"],
  ["no role", { content: "a" }, "role"],
  ["no content", { role: "user" }, "content"],
  ["null content without calls", { role: "assistant", content: null }, "content"],
  ["arguments that are no text", call({ x: 1 }), "tool_calls.0.function.arguments"],
  ["no object", "hello", "message"],
  ["null", null, "message"],
])("%s is refused with its place (T35)", (_what, message, path) => {
  expect(() => read(message)).toThrow(InvalidRequestError);
  expect(() => read(message)).toThrow(path);
});

test("a field that does not go with the role is refused (1.4)", () => {
  expect(() => read({ role: "user", content: "a", tool_call_id: "a" })).toThrow(/toolCallId/);
  expect(() => read({ role: "tool", content: "a" })).toThrow(/toolCallId/);
});
