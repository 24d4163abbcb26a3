import {
  isJsonObject,
  type FinishReason,
  type JsonObject,
  type JsonValue,
} from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import { failedAnswer, outputError } from "../answer/failed-answer.ts";
import { failureOf, type Failure } from "../answer/failure.ts";
import type { ParsedAnswer, ReceivedAnswer } from "../answer/received-answer.ts";
import type { Envelope } from "../body/envelope.ts";
import { readOutput } from "../output/read-output.ts";
import { openAIChatCalls, type ReadCalls } from "./openai-chat-calls.ts";
import { readContent, readReasoning, type ReadContent } from "./openai-chat-content.ts";
import { choiceFailure, openAIChatFailure } from "./openai-chat-errors.ts";
import { openAIChatUsage } from "./openai-chat-usage.ts";

/**
 * A body of chat completions as a neutral answer (spec 6.1). What arrived is kept; the error says why it is
 * not complete. Fields that we do not know stay in the raw result and change nothing (C21).
 */
export function openAIChatResult(received: ReceivedAnswer, envelope: Envelope): ParsedAnswer {
  const failure = openAIChatFailure(received);
  if (failure !== null) return failed(failure, received, envelope);
  const body = isJsonObject(received.rawResult) ? received.rawResult : {};
  const choice = firstChoice(body);
  if (choice === null) {
    return failed(noMessage(received), received, envelope);
  }
  const content = readContent(choice.message);
  const read = openAIChatCalls(choice.message, received.requestHash);
  const finishReason = content?.isRefusal === true ? "refusal" : finish(choice.finish);
  const brought = { content: content?.text ?? null, toolCalls: read?.calls ?? [], finishReason };
  const asked = readOutput(brought, {
    output: envelope.output,
    prefill: envelope.patches.prefill,
    client: received.client,
  });
  const problem =
    choiceFailure(choice.error ?? body["error"], received) ??
    problemOf({ content, read, finishReason }, received) ??
    asked.failure;
  return {
    answer: {
      content: asked.content,
      reasoning: readReasoning(choice.message),
      toolCalls: asked.toolCalls,
      jsonObjects: asked.jsonObjects,
      replay: null,
      usage: openAIChatUsage(body["usage"], modelName(body, envelope)),
      error: problem === null ? null : outputError(problem, received),
      finishReason: asked.finishReason,
    },
    warnings: [...envelope.warnings, ...(read?.warnings ?? [])],
  };
}

interface Choice {
  readonly message: JsonObject;
  readonly finish: JsonValue | undefined;
  readonly error: JsonValue | undefined;
}

function firstChoice(body: JsonObject): Choice | null {
  const choices = body["choices"];
  const [choice] = isJsonArray(choices) ? choices : [];
  if (!isJsonObject(choice) || !isJsonObject(choice["message"])) return null;
  return {
    message: choice["message"],
    finish: choice["finish_reason"],
    error: choice["error"],
  };
}

const finishes: ReadonlyMap<JsonValue | undefined, FinishReason> = new Map<
  JsonValue | undefined,
  FinishReason
>([
  ["stop", "stop"],
  ["length", "length"],
  ["tool_calls", "tool_calls"],
  ["function_call", "tool_calls"],
  ["content_filter", "content_filter"],
  ["error", "error"],
]);

function finish(reason: JsonValue | undefined): FinishReason {
  return finishes.get(reason) ?? "unknown";
}

interface ReadChoice {
  readonly content: ReadContent | null;
  readonly read: ReadCalls | null;
  readonly finishReason: FinishReason;
}

/** Why an answer that came is not whole; null when it is. */
function problemOf(choice: ReadChoice, { client }: ReceivedAnswer): Failure | null {
  if (choice.content === null) {
    return failureOf("protocol", `The answer of ${client} has content that is no text`);
  }
  if (choice.read === null) {
    return failureOf("protocol", `The answer of ${client} has a tool call without a name`);
  }
  switch (choice.finishReason) {
    case "refusal":
      return failureOf("refusal", `${client} answered with a refusal; its text is kept`);
    case "content_filter":
      return failureOf("content_filter", `The content filter of ${client} cut the answer off`);
    case "error":
      return failureOf("server", `${client} broke the answer off; what came is kept`);
    case "length":
      // T25: a call that was cut off is never run
      return choice.read.calls.length === 0
        ? null
        : failureOf("truncated", `${client} cut the answer off inside a tool call`);
    case "stop":
    case "tool_calls":
    case "pause":
    case "unknown":
      return null;
    default:
      return choice.finishReason satisfies never;
  }
}

function noMessage({ client }: ReceivedAnswer): Failure {
  return failureOf("protocol", `The answer of ${client} has no choice with a message`);
}

function failed(failure: Failure, received: ReceivedAnswer, envelope: Envelope): ParsedAnswer {
  return { answer: failedAnswer(failure, received), warnings: envelope.warnings };
}

function modelName(body: JsonObject, envelope: Envelope): string {
  const named = typeof body["model"] === "string" ? body["model"] : envelope.body["model"];
  return typeof named === "string" ? named.toWellFormed() : "";
}
