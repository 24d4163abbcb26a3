import type { ChatThread } from "@minference/threads";
import { outputOfAnswer } from "./empty-output.ts";
import type { TurnEnd } from "./turn-end.ts";
import type { TurnParts } from "./turn-parts.ts";

/**
 * The end of a turn that there is no need for: the thread has its answer already (spec 8.7), or in a loop its workflow
 * is finished (8.5). Null: there is need.
 */
export function finishedTurn(thread: ChatThread, { context, settings }: TurnParts): TurnEnd | null {
  const isFinished =
    isAnswered(thread) || (settings.finishedWorkflow === "unchanged" && isThrough(thread));
  if (!isFinished) return null;
  const answer = thread.history.findLast(({ role }) => role === "assistant") ?? null;
  const output = outputOfAnswer(thread, answer, context);
  return { thread, status: "unchanged", output, messages: [], cause: null };
}

function isAnswered({ lastMessage, newMessage }: ChatThread): boolean {
  if (lastMessage?.role !== "assistant" || lastMessage.toolCalls.length > 0) return false;
  return newMessage === null || newMessage === "";
}

function isThrough({ llmConfig, isWorkflowFinished }: ChatThread): boolean {
  return llmConfig.responseFormat === "workflow" && isWorkflowFinished;
}
