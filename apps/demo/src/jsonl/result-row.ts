import type { EntityRegistry } from "@minference/ecs";
import type { RunResult } from "@minference/orchestrator";
import type { JsonObject, OutputError } from "@minference/protocol";
import {
  ProcessedOutput,
  type ChatMessage,
  type ChatMlCall,
  type Usage,
} from "@minference/threads";
import type { LineConversation } from "./read-conversation.ts";

/** What a line came to; keys as they are written. */
export interface ResultRow extends LinePlace {
  /** `answered`: there is an answer, if a cut-off one; `unchanged`: the line ends in one, so nothing was asked. */
  readonly status: RunResult["status"];
  /** The version that was sent; null when none was. */
  readonly askedVersionId: string | null;
  readonly content: string | null;
  readonly toolCalls: readonly ChatMlCall[];
  readonly finishReason: string | null;
  readonly usage: JsonObject | null;
  /** Why there is no answer. */
  readonly error: ErrorRow | null;
}

interface LinePlace {
  readonly line: number;
  readonly name: string | null;
  readonly lineageId: string;
  /** The version of the thread as it is now. */
  readonly versionId: string;
}

type ErrorRow = Pick<OutputError, "code" | "kind" | "message">;

/** The answer that a line has got, in this run or in an earlier one; undefined: none yet. */
export function answerOf({ messages, thread }: LineConversation): ChatMessage | undefined {
  return thread.history.slice(messages).findLast(({ role }) => role === "assistant");
}

/** The row of a line that has its answer: the same in every run. */
export async function answeredRow(
  registry: EntityRegistry,
  conversation: LineConversation,
  answer: ChatMessage,
): Promise<ResultRow> {
  const { outputId } = answer;
  const output = outputId === null ? null : await registry.get(ProcessedOutput, outputId);
  return {
    ...placeOf(conversation),
    status: "answered",
    askedVersionId: output?.askedVersionId ?? null,
    content: answer.content,
    toolCalls: answer.toChatMl().tool_calls ?? [],
    finishReason: output?.finishReason ?? null,
    usage: usageRow(answer.usage),
    error: errorRow(output?.error ?? null),
  };
}

/** The row of a line that got no answer, or that ends in one. */
export function unansweredRow(conversation: LineConversation, result: RunResult): ResultRow {
  const { output, status } = result;
  const isUnchanged = status === "unchanged";
  return {
    ...placeOf(conversation),
    status,
    askedVersionId: output.rawOutput === null ? null : output.askedVersionId,
    content: isUnchanged ? output.content : null,
    toolCalls: [],
    finishReason: isUnchanged ? null : output.finishReason,
    usage: usageRow(output.usage),
    error: errorRow(output.error),
  };
}

function placeOf({ number, thread }: LineConversation): LinePlace {
  const { ecsId: versionId, lineageId, name } = thread;
  return { line: number, name, lineageId, versionId };
}

function usageRow(usage: Usage | null): JsonObject | null {
  if (usage === null) return null;
  const { model, promptTokens, completionTokens, totalTokens } = usage;
  return { model, promptTokens, completionTokens, totalTokens };
}

function errorRow(error: OutputError | null): ErrorRow | null {
  if (error === null) return null;
  const { code, kind, message } = error;
  return { code, kind, message };
}
