import { expect, test } from "@jest/globals";
import type { LLMClient } from "@minference/protocol";
import { aCall, aThread } from "../../test/a-thread.ts";
import { LLMConfig } from "../config/llm-config.ts";
import { StructuredTool } from "../tool/structured-tool.ts";
import type { ChatThread } from "../thread/chat-thread.ts";

const postfill = "\n\nPlease provide your response in JSON format.";

function aJsonThread(client: LLMClient, responseFormat: "json_beg" | "json_object"): ChatThread {
  const thread = aThread({ newMessage: "hi" });
  thread.systemPrompt = null;
  thread.llmConfig = new LLMConfig({ client, responseFormat });
  return thread;
}

test("the system text comes first, and text has neither prefill nor postfill (3.3)", () => {
  expect(aThread({ newMessage: "hi" }).toMessages()).toEqual([
    { role: "system", content: "Answer in one sentence." },
    { role: "user", content: "hi" },
  ]);
});

test("a postfill is put behind the last user message, and is not stored (C56)", () => {
  const thread = aJsonThread("openai", "json_object");
  expect(thread.toMessages()).toEqual([{ role: "user", content: `hi${postfill}` }]);
  expect(thread.addUserMessage()?.content).toBe("hi");
});

test("after tool results a postfill is a message of its own (3.3)", () => {
  const thread = aJsonThread("openai", "json_beg");
  thread.addUserMessage();
  thread.addMessage({ role: "assistant", content: "", toolCalls: [aCall("a", "add")] });
  thread.addMessage({ role: "tool", content: "3", toolCallId: "a" });
  expect(thread.toMessages().at(-1)).toEqual({ role: "user", content: postfill });
});

test("an active schema instruction takes the place of the postfill (3.4)", () => {
  const thread = aJsonThread("openrouter", "json_object");
  thread.forcedOutput = new StructuredTool({});
  expect(thread.usesPostfill).toBe(true);
  thread.useSchemaInstruction = true;
  expect(thread.usesPostfill).toBe(false);
});

test("a prefill is the beginning of the answer, without white space at its end (C55)", () => {
  const thread = aJsonThread("vllm", "json_beg");
  thread.prefill = "Here it is: \n";
  expect(thread.toMessages()).toEqual([
    { role: "user", content: "hi" },
    { role: "assistant", content: "Here it is:", toolCalls: [], replay: null },
  ]);
});

test.each<[LLMClient, boolean, boolean]>([
  ["openai", false, false],
  ["azure_openai", false, false],
  ["openrouter", false, false],
  ["vllm", true, true],
  ["litellm", true, true],
  ["anthropic", true, false],
])("%s takes a prefill in json_beg: %p, with a reasoner: %p (3.4)", (client, plain, reasoning) => {
  const thread = aJsonThread(client, "json_beg");
  expect([thread.usesPrefill, thread.usesPostfill]).toEqual([plain, !plain]);
  thread.llmConfig.reasoner = true;
  expect([thread.usesPrefill, thread.usesPostfill]).toEqual([reasoning, !reasoning]);
});
