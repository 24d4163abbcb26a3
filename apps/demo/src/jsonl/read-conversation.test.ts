import { describe, expect, test } from "@jest/globals";
import { LLMConfig } from "@minference/threads";
import { readConversation } from "./read-conversation.ts";

const llmConfig = new LLMConfig({ client: "openai" });
const read = (line: string | Buffer): ReturnType<typeof readConversation> =>
  readConversation({ number: 7, bytes: Buffer.from(line) }, llmConfig);
const user = (content: unknown): object => ({ role: "user", content });
const line = (...messages: readonly unknown[]): string => JSON.stringify({ messages });
const call = { id: "c1", type: "function", function: { name: "weather", arguments: "{}" } };

describe("a line that is no conversation says why", () => {
  test.each([
    ["broken JSON", '{"messages":[', "no JSON"],
    ["text that is not UTF-8", Buffer.from([0x22, 0xff, 0x22]), "UTF-8"],
    ["a list", "[]", "no JSON object"],
    ["null", "null", "no JSON object"],
    ["no messages", "{}", "no list named messages"],
    ["messages that are an object", '{"messages":{}}', "no list named messages"],
    ["an empty list of messages", line(), "empty list"],
    ["a message without content", line({ role: "user" }), "content"],
    ["an unknown key in a message", line({ ...user("hi"), colour: 1 }), "colour"],
    ["an unknown role", line({ role: "judge", content: "hi" }), "messages.0.role"],
    [
      "a tool's result without its call",
      line(user("hi"), { role: "tool", tool_call_id: "c1", content: "sun" }),
      '"c1"',
    ],
    [
      "a call without its result",
      line({ role: "assistant", tool_calls: [call] }, { role: "assistant", content: "sun" }),
      '"c1"',
    ],
    ["half of a surrogate pair", line(user("\ud800")), "surrogate"],
    ["an empty question", line(user("")), "asks nothing"],
    ["a system message alone", line({ role: "system", content: "hi" }), "asks nothing"],
    [
      "brackets nested 100,000 deep",
      `{"messages":${"[".repeat(100_000)}${"]".repeat(100_000)}}`,
      "messages.0",
    ],
  ])("%s", (_, text, reason) => {
    expect(read(text)).toEqual({ number: 7, reason: expect.stringContaining(reason) });
  });
});

test("the messages of a line read back exactly, tool calls and results among them", () => {
  const messages = [
    { role: "system", content: "Be brief.\n" },
    user("Is it raining in Rome?"),
    { role: "assistant", content: null, tool_calls: [call] },
    { role: "tool", content: "", tool_call_id: "c1" },
    { role: "assistant", content: "No." },
    user("And\u2028now? 🌦️"),
  ];
  const conversation = read(line(...messages));
  expect(conversation).toMatchObject({ number: 7, messages: 6, unused: [] });
  if (!("thread" in conversation)) throw new TypeError(conversation.reason);
  expect(conversation.thread.history.map((message) => message.toChatMl())).toEqual(messages);
});

test("keys beside the messages are named as not used", () => {
  expect(read(JSON.stringify({ messages: [user("hi")], tools: [], id: 1 }))).toMatchObject({
    unused: ["tools", "id"],
  });
});

test("the same line has the same name in every run, another line another one", () => {
  const nameOf = (text: string): unknown => {
    const conversation = read(text);
    return "thread" in conversation ? conversation.thread.name : null;
  };
  expect(nameOf(line(user("hi")))).toBe(nameOf(line(user("hi"))));
  expect(nameOf(line(user("hi")))).not.toBe(nameOf(line(user("ho"))));
});
