import type { ChatThread } from "@minference/threads";
import { commitTurn } from "./commit-turn.ts";
import { threadUndo } from "./thread-undo.ts";
import type { TurnParts } from "./turn-parts.ts";

/**
 * Gives each call that a stopped run left without a result a failed one, and stores that, so that the thread can
 * be sent (R:T12).
 */
export async function finishOpenCalls(thread: ChatThread, turn: TurnParts): Promise<void> {
  const calls = thread.pendingToolCalls;
  if (calls.length === 0) return;
  const undo = threadUndo(thread);
  for (const call of calls) {
    thread.addToolResult(call, { status: "failed", kind: "tool_failed", message: "not finished" });
  }
  await commitTurn(thread, turn, { undo });
}
