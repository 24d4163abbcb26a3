import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { ChatMessage } from "./chat-message.ts";
import type { ChatMl } from "./chat-ml.ts";

const text = fc.string({ unit: "binary" });
const name = text.filter((value) => value !== "");
const call = fc.record({
  id: name,
  type: fc.constant("function" as const),
  function: fc.record({ name, arguments: fc.oneof(text, fc.json()) }),
});
const calls = fc.uniqueArray(call, { minLength: 1, maxLength: 5, selector: ({ id }) => id });

const chatMl: fc.Arbitrary<ChatMl> = fc.oneof(
  fc.record({ role: fc.constantFrom("system", "user", "assistant"), content: text }),
  fc.record({
    role: fc.constant("assistant" as const),
    content: fc.oneof(name, fc.constant(null)),
    tool_calls: calls,
  }),
  fc.record({ role: fc.constant("tool" as const), content: text, tool_call_id: text }),
);

test("ChatML that is read and written again is the same (C50)", () => {
  fc.assert(
    fc.property(chatMl, (message) => {
      expect(ChatMessage.fromChatMl(message).toChatMl()).toEqual(message);
    }),
  );
});

test("a message that is written and read again has the same role, content, calls and call id (C50)", () => {
  fc.assert(
    fc.property(chatMl, (given) => {
      const message = ChatMessage.fromChatMl(given);
      const again = ChatMessage.fromChatMl(JSON.parse(JSON.stringify(message.toChatMl())));
      const { role, content, toolCalls, toolCallId } = message;
      expect(again).toMatchObject({ role, content, toolCalls, toolCallId });
    }),
  );
});
