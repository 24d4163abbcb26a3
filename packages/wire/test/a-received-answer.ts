import type { JsonObject, JsonValue } from "@minference/protocol";
import {
  openAIChatBody,
  parseAnswer,
  type ParsedAnswer,
  type ReceivedAnswer,
} from "@minference/wire";
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
