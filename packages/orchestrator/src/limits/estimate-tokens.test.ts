import { expect, test } from "@jest/globals";
import { ChatThread, LLMConfig, StructuredTool, SystemPrompt } from "@minference/threads";
import { estimateTokens, type TokenEstimate } from "./estimate-tokens.ts";

type Fields = Partial<ConstructorParameters<typeof ChatThread>[0]>;

function estimateOf(fields: Fields): TokenEstimate {
  const llmConfig = new LLMConfig({ client: "openai", maxTokens: 400 });
  return estimateTokens(new ChatThread({ llmConfig, ...fields }).toChatRequest());
}

test("the bytes of a text are the upper bound of its tokens; 4 more a message and 2 for the answer", () => {
  const { inputTokens, outputTokens } = estimateOf({ newMessage: "Grüße 👋" });
  expect(inputTokens).toBe(12 + 4 + 2);
  expect(outputTokens).toBe(400);
});

test("system text and tool schemas count", () => {
  const plain = estimateOf({ newMessage: "a" }).inputTokens;
  const systemPrompt = new SystemPrompt({ name: "s", content: "Be brief." });
  expect(estimateOf({ newMessage: "a", systemPrompt }).inputTokens).toBe(plain + 9 + 4);
  const tool = new StructuredTool({
    name: "answer",
    description: "The answer.",
    jsonSchema: { type: "object", properties: { text: { type: "string" } } },
  });
  const withTool = estimateOf({ newMessage: "a", tools: [tool] }).inputTokens;
  expect(withTool - plain).toBeGreaterThan(JSON.stringify(tool.jsonSchema).length);
});

test("tool calls and their results count", () => {
  const thread = new ChatThread({ llmConfig: new LLMConfig({ client: "openai" }) });
  thread.addChatMl([
    { role: "user", content: "a" },
    {
      role: "assistant",
      content: null,
      tool_calls: [
        { id: "id", type: "function", function: { name: "look", arguments: '{"at":1}' } },
      ],
    },
    { role: "tool", tool_call_id: "id", content: "found" },
  ]);
  const { inputTokens } = estimateTokens(thread.toChatRequest());
  expect(inputTokens).toBe(1 + (2 + 4 + 8) + (5 + 2) + 3 * 4 + 2);
});

test("the likely input is a quarter of the bytes", () => {
  const { inputTokens, likelyInputTokens } = estimateOf({ newMessage: "a".repeat(400) });
  expect([inputTokens, likelyInputTokens]).toEqual([406, 106]);
});
