import type { JsonObject, JsonValue } from "@minference/protocol";

/** Usage as the fake provider counts it: a token for each 4 characters begun, and 4 for each message. */
export function fakeUsage(messages: readonly JsonObject[], answer: JsonObject): JsonObject {
  const prompt = messages.reduce((sum, message) => sum + 4 + tokens(message), 0);
  const completion = tokens(answer);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function tokens(message: JsonObject): number {
  const calls = message["tool_calls"];
  return Math.ceil((length(message["content"]) + (calls === undefined ? 0 : length(calls))) / 4);
}

function length(value: JsonValue | undefined): number {
  if (value === undefined || value === null) return 0;
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}
