import type { ChatRequest, ModelProfile, NeutralMessage, ToolCall } from "@minference/protocol";

/** A plain request in text mode, with `changes`. */
export function aRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    client: "openai",
    model: "gpt-4.1-mini",
    endpoint: null,
    system: "Answer in one sentence.",
    messages: [aUser("Why do prices fall?")],
    tools: [],
    toolChoice: { kind: "none" },
    output: { kind: "text" },
    maxTokens: 200,
    temperature: 0,
    reasoning: null,
    promptCache: true,
    prefill: null,
    postfill: null,
    extraBody: {},
    ...changes,
  };
}

/** The profile of a classic chat model, with `changes`. */
export function aProfile(changes: Partial<ModelProfile> = {}): ModelProfile {
  return {
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
    minCacheTokens: 1024,
    ...changes,
  };
}

/** What a user says. */
export function aUser(content: string): NeutralMessage {
  return { role: "user", content };
}

/** What an assistant says, with calls of these ids. */
export function anAssistant(content: string, ...callIds: readonly string[]): NeutralMessage {
  return { role: "assistant", content, toolCalls: callIds.map(aCall), replay: null };
}

/** The result of a call. */
export function aResult(toolCallId: string): NeutralMessage {
  return { role: "tool", content: `result of ${toolCallId}`, toolCallId, isError: false };
}

function aCall(id: string): ToolCall {
  return { id, name: "look_up", arguments: { id }, argumentsText: `{"id":"${id}"}`, toolId: null };
}
