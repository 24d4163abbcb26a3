import type { ToolCall } from "@minference/protocol";
import { newestFirst, type HistoryOwner } from "./newest-first.ts";

/** Calls of the last assistant message that have no result, in order; costs the messages after it. */
export function pendingCalls(owner: HistoryOwner): readonly ToolCall[] {
  const answered = new Set<string>();
  for (const { role, toolCalls, toolCallId } of newestFirst(owner)) {
    if (role === "assistant") return toolCalls.filter((call) => !answered.has(call.id));
    if (toolCallId !== null) answered.add(toolCallId);
  }
  return [];
}
