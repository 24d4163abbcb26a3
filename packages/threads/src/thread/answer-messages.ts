import type { EntityContext } from "@minference/ecs";
import {
  InvalidRequestError,
  type EcsId,
  type ResponseFormat,
  type ToolCall,
} from "@minference/protocol";
import { ChatMessage } from "../message/chat-message.ts";
import { toolMessage } from "../message/tool-message.ts";
import type { ToolResult } from "../message/tool-result.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import type { Tool } from "../tool/tool.ts";
import { defaultResult } from "./default-result.ts";

/** An output, and what came of its calls. */
export interface Answer {
  readonly output: ProcessedOutput;
  /** By call id. */
  readonly results: ReadonlyMap<string, ToolResult>;
  /** Whether the output will be stored; a message does not name one that is not. */
  readonly outputs: "stored" | "dropped";
}

/** The place in a thread that an answer is for. */
export interface AnswerPlace {
  readonly chatThreadId: EcsId;
  readonly parentMessageId: EcsId;
  readonly responseFormat: ResponseFormat;
  toolNamed(name: string): Tool | null;
}

/**
 * The messages of an answer: the assistant's, then one for each call that has a result, in call order.
 *
 * @throws {InvalidRequestError} a result is of no call of the output.
 */
export function answerMessages(
  answer: Answer,
  place: AnswerPlace,
  context: EntityContext,
): readonly ChatMessage[] {
  const { output, results } = answer;
  const calls = output.rawOutput?.toolCalls ?? [];
  refuseUnknown(calls, results);
  const isEmpty = (output.content ?? "") === "" && calls.length === 0;
  if (output.error !== null && isEmpty) return [];
  const assistant = assistantMessage(answer, place, context);
  const messages = [assistant];
  for (const call of calls) {
    const result = results.get(call.id) ?? defaultResult(call, output, place.responseFormat);
    if (result === null) continue;
    const tool = place.toolNamed(call.name);
    const { chatThreadId } = place;
    messages.push(
      toolMessage({ call, result, tool, chatThreadId, parentMessageId: assistant.ecsId }, context),
    );
  }
  return messages;
}

function assistantMessage(answer: Answer, place: AnswerPlace, context: EntityContext): ChatMessage {
  const { output } = answer;
  const raw = output.rawOutput;
  return new ChatMessage(
    {
      role: "assistant",
      content: output.content ?? "",
      chatThreadId: place.chatThreadId,
      parentMessageId: place.parentMessageId,
      toolCalls: (raw?.toolCalls ?? []).map((call) => ({
        ...call,
        toolId: place.toolNamed(call.name)?.ecsId ?? null,
      })),
      usage: output.usage,
      reasoning: output.reasoning,
      replay: raw?.replay ?? null,
      outputId: answer.outputs === "stored" ? output.ecsId : null,
      client: output.client,
      model: raw?.model ?? output.usage?.model ?? null,
      ...(raw !== null && { timestamp: raw.endedAt }),
    },
    context,
  );
}

function refuseUnknown(calls: readonly ToolCall[], results: ReadonlyMap<string, ToolResult>): void {
  const unknown = [...results.keys()].find((id) => !calls.some((call) => call.id === id));
  if (unknown === undefined) return;
  throw new InvalidRequestError({
    problem: `A result was given for tool call ${JSON.stringify(unknown)}, which the output does not make`,
    remedy: "Give results by the ids of output.rawOutput.toolCalls",
    path: "results",
  });
}
