import type { ChatRequest } from "@minference/protocol";

/** A plain request in text mode, with `changes`. */
export function aRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return {
    client: "openai",
    model: "gpt-4.1-mini",
    endpoint: null,
    system: "Answer in one sentence.",
    messages: [{ role: "user", content: "Why do prices fall?" }],
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
