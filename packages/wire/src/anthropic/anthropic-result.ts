import {
  isJsonObject,
  type FinishReason,
  type JsonObject,
  type JsonValue,
  type Replay,
} from "@minference/protocol";
import { failedAnswer, outputError } from "../answer/failed-answer.ts";
import { failureOf, type Failure } from "../answer/failure.ts";
import type { ParsedAnswer, ReceivedAnswer } from "../answer/received-answer.ts";
import type { Envelope } from "../body/envelope.ts";
import { isJsonArray } from "../json/json-array.ts";
import { readOutput } from "../output/read-output.ts";
import { readBlocks, type ReadBlocks } from "./anthropic-content.ts";
import { anthropicFailure } from "./anthropic-errors.ts";
import { signedContextHash } from "./anthropic-replay.ts";
import { anthropicUsage } from "./anthropic-usage.ts";

/**
 * A body of Anthropic's messages as a neutral answer (spec 6.2). What arrived is kept; the error says why it is not
 * complete. Blocks that we do not know stay in the raw result and change nothing.
 */
export function anthropicResult(received: ReceivedAnswer, envelope: Envelope): ParsedAnswer {
  const failure = anthropicFailure(received);
  if (failure !== null) return failed(failure, received, envelope);
  const body = isJsonObject(received.rawResult) ? received.rawResult : {};
  const blocks = readBlocks(body["content"], received.requestHash);
  if (blocks === null) return failed(noContent(received), received, envelope);
  const finishReason = finishes.get(body["stop_reason"]) ?? "unknown";
  const asked = readOutput(
    { content: blocks.text, toolCalls: blocks.calls, finishReason },
    { output: envelope.output, prefill: envelope.patches.prefill, client: received.client },
  );
  const problem = problemOf(blocks, finishReason, received) ?? asked.failure;
  return {
    answer: {
      content: asked.content,
      reasoning: blocks.reasoning,
      toolCalls: asked.toolCalls,
      jsonObjects: asked.jsonObjects,
      replay: replayOf(blocks, received, envelope),
      usage: anthropicUsage(body["usage"], modelName(body, envelope)),
      error: problem === null ? null : outputError(problem, received),
      finishReason: asked.finishReason,
    },
    warnings: [...envelope.warnings, ...blocks.warnings],
  };
}

const finishes: ReadonlyMap<JsonValue | undefined, FinishReason> = new Map<
  JsonValue | undefined,
  FinishReason
>([
  ["end_turn", "stop"],
  ["stop_sequence", "stop"],
  ["max_tokens", "length"],
  ["model_context_window_exceeded", "length"],
  ["tool_use", "tool_calls"],
  ["refusal", "refusal"],
  ["pause_turn", "pause"],
]);

/** Why an answer that came is not whole; null when it is. */
function problemOf(
  { calls }: ReadBlocks,
  finishReason: FinishReason,
  { client }: ReceivedAnswer,
): Failure | null {
  if (finishReason === "refusal") {
    return failureOf("refusal", `${client} answered with a refusal; its text is kept`);
  }
  // T25: a call that was cut off is never run
  return finishReason === "length" && calls.length > 0
    ? failureOf("truncated", `${client} cut the answer off inside a tool call`)
    : null;
}

/** What goes back with the next request: signed blocks as they came, and a suffix that stays. */
function replayOf(
  { signed }: ReadBlocks,
  { client, wireHash }: ReceivedAnswer,
  envelope: Envelope,
): Replay | null {
  if (signed === null && envelope.keptSuffix === null) return null;
  return {
    client,
    model: askedModel(envelope),
    contextHash: signedContextHash(wireHash, wholeOf(envelope)),
    suffix: envelope.keptSuffix,
    blocks: signed ?? [],
  };
}

/** System and tools as they were sent, without cache marks; null where only the messages are checked. */
function wholeOf({ signedPrefix, body }: Envelope): JsonObject | null {
  if (signedPrefix === "messages") return null;
  const { system, tools } = body;
  return {
    ...(isJsonArray(system) && { system: system.map(unmarked) }),
    ...(isJsonArray(tools) && { tools: tools.map(unmarked) }),
  };
}

function unmarked(value: JsonValue): JsonValue {
  if (!isJsonObject(value)) return value;
  const { cache_control: _mark, ...rest } = value;
  return rest;
}

function noContent({ client }: ReceivedAnswer): Failure {
  return failureOf("protocol", `The answer of ${client} has no readable content`);
}

function failed(failure: Failure, received: ReceivedAnswer, envelope: Envelope): ParsedAnswer {
  return { answer: failedAnswer(failure, received), warnings: envelope.warnings };
}

function modelName({ model }: JsonObject, envelope: Envelope): string {
  return typeof model === "string" ? model.toWellFormed() : askedModel(envelope);
}

function askedModel({ body }: Envelope): string {
  return typeof body["model"] === "string" ? body["model"].toWellFormed() : "";
}
