import { expect, test } from "@jest/globals";
import { openAIChatExtra } from "./openai-chat-extra.ts";

test("fields of chat completions and of compatible servers go into the body, sorted", () => {
  const extra = { top_p: 0.9, n: 1, logit_bias: { "50256": -100 }, top_k: 4 };
  expect(JSON.stringify(openAIChatExtra(extra))).toBe(
    '{"logit_bias":{"50256":-100},"n":1,"top_k":4,"top_p":0.9}',
  );
});

test.each([
  "model",
  "messages",
  "max_tokens",
  "max_completion_tokens",
  "temperature",
  "reasoning_effort",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "stream",
])("the field %s is made from the request and refused in extraBody (R:C32)", (name) => {
  expect(() => openAIChatExtra({ [name]: 1 })).toThrow(
    `The field ${name} of extraBody is made from the request.`,
  );
});

test.each([
  ["previous_response_id", "the thread holds the conversation"],
  ["stop_sequences", "use stop"],
  ["reasoning", "use reasoner and reasoningEffort"],
])("the field %s of another API is refused, saying what to do instead", (name, instead) => {
  expect(() => openAIChatExtra({ [name]: 1 })).toThrow(instead);
});

test("more than one choice is refused before sending (R:C30)", () => {
  expect(() => openAIChatExtra({ n: 2 })).toThrow(
    "The field n of extraBody asks for several answers.",
  );
});

test("a field named __proto__ is sent as data (S35)", () => {
  const extra = openAIChatExtra({ ["__proto__"]: { a: 1 } });
  expect(JSON.stringify(extra)).toBe('{"__proto__":{"a":1}}');
});
