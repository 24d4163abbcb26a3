import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { FakeRequest } from "./fake-request.ts";
import { readConversation, type FakeMessage } from "./read-conversation.ts";

/** What an answer says, as it is counted. */
export type FakeSaid = Pick<FakeMessage, "text" | "calls">;

/**
 * Usage as the fake provider counts it, in the form of the request's wire: a token for each 4 characters begun, and 4
 * for each message of the request; the same for the same conversation on either wire.
 *
 * Anthropic's cache is counted by the marks of the request alone, as if the turn before had been sent: what stands
 * up to the last but one marked message is read, from there to the last one written.
 */
export function fakeUsage(request: FakeRequest, said: FakeSaid): JsonObject {
  const prompt = promptTokens(request);
  const completion = tokens(said);
  return request.wire === "openai"
    ? chatUsage(prompt, completion)
    : messagesUsage(request, prompt, completion);
}

function chatUsage(prompt: number, completion: number): JsonObject {
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

function messagesUsage(request: FakeRequest, prompt: number, completion: number): JsonObject {
  const marked = [...request.messages.keys()].filter((at) => isMarked(request.messages[at]));
  const upTo = (position: number | undefined): number =>
    position === undefined
      ? 0
      : promptTokens({ ...request, messages: request.messages.slice(0, position + 1) });
  const read = upTo(marked.at(-2));
  const cached = upTo(marked.at(-1));
  return {
    input_tokens: prompt - cached,
    cache_creation_input_tokens: cached - read,
    cache_read_input_tokens: read,
    output_tokens: completion,
  };
}

function isMarked(message: JsonObject | undefined): boolean {
  const content: JsonValue = message?.["content"] ?? null;
  if (!Array.isArray(content)) return false;
  return content.some((block: JsonValue) => isJsonObject(block) && "cache_control" in block);
}

function promptTokens(request: FakeRequest): number {
  return readConversation(request).reduce((sum, message) => sum + 4 + tokens(message), 0);
}

function tokens({ text, calls }: FakeSaid): number {
  const called = calls.map(({ name, arguments: given }) => name.length + lengthOf(given));
  return Math.ceil(called.reduce((sum, each) => sum + each, text.length) / 4);
}

function lengthOf(value: JsonValue): number {
  return typeof value === "string" ? value.length : JSON.stringify(value).length;
}
