import type { ToolCall } from "@minference/protocol";
import type { ChatMessage } from "./chat-message.ts";

/** Calls of the last assistant message that have no result, in order; costs the messages after it. */
export function pendingCalls(history: readonly ChatMessage[]): readonly ToolCall[] {
  const answered = new Set<string>();
  for (let index = history.length - 1; index >= 0; index -= 1) {
    const message = history[index];
    if (message === undefined) continue;
    if (message.role === "assistant") {
      return message.toolCalls.filter((call) => !answered.has(call.id));
    }
    if (message.toolCallId !== null) answered.add(message.toolCallId);
  }
  return [];
}
