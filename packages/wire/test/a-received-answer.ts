import type { ChatRequest, JsonObject, JsonValue, ModelProfile } from "@minference/protocol";
import {
  openAIChatBody,
  parseAnswer,
  type ParsedAnswer,
  type ReceivedAnswer,
} from "@minference/wire";
import { aClaude, aClaudeEnvelope } from "./a-claude.ts";
import { aProfile, aRequest } from "./a-request.ts";

/** SHA-256 digits for tests that need the same hash twice. */
export const aRequestHash = "0f".repeat(32);

/** An answer of status 200 to a plain request, with `changes`. */
export function aReceived(
  rawResult: JsonValue,
  changes: Partial<ReceivedAnswer> = {},
): ReceivedAnswer {
  return {
    client: "openai",
    envelope: openAIChatBody(aRequest(), aProfile(), "gpt-4.1-mini").envelope,
    rawResult,
    httpStatus: 200,
    providerRequestId: "req_1",
    requestHash: aRequestHash,
    wireHash: "0a".repeat(32),
    ...changes,
  };
}

/** A body with one choice that holds `message`, and `fields` beside the choices. */
export function aCompletion(
  message: JsonObject,
  finishReason: JsonValue = "stop",
  fields: JsonObject = {},
): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-4.1-mini-2025-04-14",
    choices: [
      { index: 0, message: { role: "assistant", ...message }, finish_reason: finishReason },
    ],
    ...fields,
  };
}

/** What a completion with that message means. */
export function parsedMessage(message: JsonObject, finishReason: JsonValue = "stop"): ParsedAnswer {
  return parseAnswer(aReceived(aCompletion(message, finishReason)));
}

/** An answer of Anthropic's to a plain request, with `changes`. */
export function aClaudeReceived(
  rawResult: JsonValue,
  changes: Partial<ReceivedAnswer> = {},
): ReceivedAnswer {
  return aReceived(rawResult, { client: "anthropic", envelope: aClaudeEnvelope(), ...changes });
}

/** A message of Anthropic's with that content. */
export function aClaudeMessage(content: JsonValue, stopReason: JsonValue = "end_turn"): JsonObject {
  return {
    id: "msg_1",
    type: "message",
    role: "assistant",
    model: "claude-test-20261001",
    content,
    stop_reason: stopReason,
    stop_sequence: null,
  };
}

/** A message of Anthropic's and what it answers. */
export interface ClaudeAnswer {
  readonly content: JsonValue;
  readonly stopReason?: JsonValue;
  readonly request?: Partial<ChatRequest>;
  readonly profile?: ModelProfile;
}

/** What a message of Anthropic's means as the answer to a request. */
export function parsedClaude(answer: ClaudeAnswer): ParsedAnswer {
  const { content, stopReason = "end_turn", request = {}, profile = aClaude() } = answer;
  const envelope = aClaudeEnvelope(request, profile);
  return parseAnswer(aClaudeReceived(aClaudeMessage(content, stopReason), { envelope }));
}
