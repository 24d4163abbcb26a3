import type { ChatRequest, ChatResult, JsonObject, ModelProfile } from "@minference/protocol";
import { bodyText, openAIChatBody, parseAnswer, requestHashOf, wireHash } from "@minference/wire";

const forcingProfile: ModelProfile = {
  api: "chat",
  sampling: "yes",
  maxTokensField: "max_completion_tokens",
  prefill: false,
  forcedTool: "yes",
  nativeJsonSchema: true,
  reasoning: "none",
  thinkingOff: "omit",
  efforts: [],
  toolsWithReasoning: true,
  toolsOverChat: true,
  parallelToolCalls: true,
  systemRole: "system",
  strictSubset: "openai",
  prefixCheck: false,
  minCacheTokens: null,
};

/** A model that can be asked for a call, and not made to make one. */
export const unforcingProfile: ModelProfile = { ...forcingProfile, forcedTool: "no" };

/** What a client gives when the provider answers `request` with `rawResult`. */
export function answerTo(
  request: ChatRequest,
  rawResult: JsonObject,
  {
    httpStatus = 200,
    profile = forcingProfile,
  }: { readonly httpStatus?: number; readonly profile?: ModelProfile } = {},
): ChatResult {
  const { envelope, messages } = openAIChatBody(request, profile, request.model ?? "gpt-4.1-mini");
  const requestHash = requestHashOf(bodyText(envelope, messages));
  const received = { rawResult, httpStatus, providerRequestId: "req_1" };
  const { client } = request;
  const { answer, warnings } = parseAnswer({
    client,
    envelope,
    requestHash,
    wireHash: wireHash(messages),
    ...received,
  });
  return {
    client,
    sent: { envelope, messages, requestHash },
    ...received,
    startedAt: new Date("2026-11-24T10:00:00.000Z"),
    endedAt: new Date("2026-11-24T10:00:01.234Z"),
    retryAfterMs: null,
    answer,
    warnings,
  };
}

/** A chat completion that says `content`. */
export function aCompletion(content: string): JsonObject {
  return completion({ role: "assistant", content }, "stop");
}

/** A chat completion that calls tools by name, each with the arguments `{ "x": 1 }`. */
export function aCallingCompletion(
  names: readonly string[],
  finishReason = "tool_calls",
): JsonObject {
  const calls = names.map((name, index) => ({
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: '{"x":1}' },
  }));
  return completion({ role: "assistant", content: null, tool_calls: calls }, finishReason);
}

function completion(message: JsonObject, finishReason: string): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-4.1-mini-2025-04-14",
    choices: [{ index: 0, message, finish_reason: finishReason }],
    usage: { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 },
  };
}
