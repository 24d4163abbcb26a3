import { anthropicResult } from "./anthropic/anthropic-result.ts";
import { readEnvelope } from "./body/envelope.ts";
import { openAIChatResult } from "./openai-chat/openai-chat-result.ts";
import { failedAnswer } from "./answer/failed-answer.ts";
import type { ParsedAnswer, ReceivedAnswer } from "./answer/received-answer.ts";

/**
 * What a received or stored answer means. A pure function of what a raw output stores, so the same answer
 * is read again at any time with the same outcome.
 *
 * @throws {CorruptError} `received.envelope` is no envelope.
 */
export function parseAnswer(received: ReceivedAnswer): ParsedAnswer {
  const envelope = readEnvelope(received.envelope);
  if (envelope.failure !== null) {
    return {
      answer: failedAnswer(envelope.failure, received),
      warnings: envelope.warnings,
    };
  }
  switch (envelope.api) {
    case "chat":
      return openAIChatResult(received, envelope);
    case "messages":
      return anthropicResult(received, envelope);
    default:
      return envelope.api satisfies never;
  }
}
