import type { ChatRequest, JsonObject, ModelProfile, ToolSpec } from "@minference/protocol";
import { anthropicBody, bodyText, type Envelope } from "@minference/wire";
import { aProfile, aRequest } from "./a-request.ts";

/** Name of the model that the requests here are for. */
export const aModel = "claude-test";

/** The profile of a Claude that thinks only when told to, with `changes`. */
export function aClaude(changes: Partial<ModelProfile> = {}): ModelProfile {
  return aProfile({
    api: "messages",
    sampling: "no",
    maxTokensField: "max_tokens",
    reasoning: "adaptive",
    efforts: ["low", "high"],
    strictSubset: "anthropic",
    ...changes,
  });
}

/** A Claude whose signed blocks are checked against system, tools and messages. */
export function aCheckingClaude(): ModelProfile {
  return aClaude({
    forcedTool: "no",
    reasoning: "always",
    thinkingOff: "never",
    prefixCheck: true,
  });
}

/** A request to Anthropic without cache marks, with `changes`. */
export function aClaudeRequest(changes: Partial<ChatRequest> = {}): ChatRequest {
  return aRequest({ client: "anthropic", promptCache: false, ...changes });
}

/** A tool of that name. */
export function aTool(name: string, changes: Partial<ToolSpec> = {}): ToolSpec {
  const parameters = { type: "object", properties: { id: { type: "string" } }, required: ["id"] };
  return { kind: "callable", name, description: null, parameters, strict: false, ...changes };
}

/** The envelope of a request to Anthropic. */
export function aClaudeEnvelope(
  changes: Partial<ChatRequest> = {},
  profile: ModelProfile = aClaude(),
): Envelope {
  return anthropicBody(aClaudeRequest(changes), profile, aModel).envelope;
}

/** The body of a request to Anthropic, as it is sent. */
export function aClaudeBody(
  changes: Partial<ChatRequest> = {},
  profile: ModelProfile = aClaude(),
): JsonObject {
  const { envelope, messages } = anthropicBody(aClaudeRequest(changes), profile, aModel);
  return JSON.parse(bodyText(envelope, messages));
}
