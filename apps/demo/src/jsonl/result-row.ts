import type { EntityRegistry } from "@minference/ecs";
import type { RunResult } from "@minference/orchestrator";
import type { JsonObject, OutputError } from "@minference/protocol";
import { ProcessedOutput, type Usage } from "@minference/threads";
import type { LineConversation } from "./read-conversation.ts";

/** What a line came to; keys as they are written. */
export interface ResultRow {
  readonly line: number;
  readonly name: string | null;
  /** `unchanged`: the line ends in an answer, so nothing was asked. */
  readonly status: RunResult["status"];
  readonly lineageId: string;
  /** The version that was sent; null when none was. */
  readonly askedVersionId: string | null;
  /** The version of the thread as it is now. */
  readonly versionId: string;
  readonly content: string | null;
  readonly finishReason: string | null;
  readonly usage: JsonObject | null;
  readonly error: Pick<OutputError, "code" | "kind" | "message"> | null;
}

/** The row of a line. A line that an earlier run has had answered gives the row that it gave then. */
export async function resultRow(
  registry: EntityRegistry,
  { number, thread, messages }: LineConversation,
  result: RunResult,
): Promise<ResultRow> {
  const { lastMessage, history } = thread;
  const isAnswered = history.length > messages;
  const answer = isAnswered ? history.findLast(({ role }) => role === "assistant") : undefined;
  const stored = answer?.outputId ? await registry.get(ProcessedOutput, answer.outputId) : null;
  const output = stored ?? result.output;
  return {
    line: number,
    name: thread.name,
    status: result.status === "unchanged" && isAnswered ? "answered" : result.status,
    lineageId: thread.lineageId,
    askedVersionId: isAnswered ? output.askedVersionId : askedBefore(result),
    versionId: thread.ecsId,
    content: answer?.content ?? (lastMessage?.role === "assistant" ? lastMessage.content : null),
    finishReason: result.status === "unchanged" && !isAnswered ? null : output.finishReason,
    usage: output.usage === null ? null : usageRow(output.usage),
    error: output.error === null ? null : errorRow(output.error),
  };
}

/** A turn without an answer names the version that was sent, if it came to that. */
function askedBefore({ status, output }: RunResult): string | null {
  return status === "unchanged" || output.rawOutput === null ? null : output.askedVersionId;
}

function usageRow({ model, promptTokens, completionTokens, totalTokens }: Usage): JsonObject {
  return { model, promptTokens, completionTokens, totalTokens };
}

function errorRow({ code, kind, message }: OutputError): ResultRow["error"] {
  return { code, kind, message };
}
