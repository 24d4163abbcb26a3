import type { ChatRequest, ToolSpec } from "@minference/protocol";
import { aRequest } from "./a-request.ts";

/** A plain request to Anthropic in text mode, with `changes`. */
export function aClaudeRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return aRequest({ client: "anthropic", model: "claude-opus-4-8", ...changes });
}

/** A tool of that name. */
export function aTool(name: string, changes: Partial<ToolSpec> = {}): ToolSpec {
  const parameters = {
    type: "object" as const,
    properties: { id: { type: "string" } },
    required: ["id"],
  };
  return { kind: "callable", name, description: null, parameters, strict: false, ...changes };
}
