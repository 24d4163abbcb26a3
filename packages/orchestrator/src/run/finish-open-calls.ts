import type { CallToRun, ChatThread, ToolResult } from "@minference/threads";
import { commitTurn } from "./commit-turn.ts";
import { executeCalls } from "./execute-calls.ts";
import { threadUndo } from "./thread-undo.ts";
import type { TurnParts } from "./turn-parts.ts";

/** Runs of a call that a stopped run may have begun, this one included. */
const secondAttempt = 2;

const notFinished: ToolResult = { status: "failed", kind: "tool_failed", message: "not finished" };

/**
 * Gives each call that a stopped run left without a result one, and stores that, so that the thread can be sent
 * (R:T12). Calls of tools that are registered as `repeatable` are run again, those of structured tools are checked;
 * any other fails: nobody knows whether its function has run.
 */
export async function finishOpenCalls(thread: ChatThread, turn: TurnParts): Promise<void> {
  const { pendingToolCalls: pending, callsToRun } = thread;
  if (pending.length === 0) return;
  const again = callsToRun.filter((call) => isRepeatable(call, turn));
  const ran = await executeCalls(again, turn, secondAttempt);
  const results = new Map(ran);
  for (const { id, name } of pending) {
    const isChecked = thread.getToolByName(name)?.entityType === "StructuredTool";
    if (!results.has(id) && !isChecked) results.set(id, notFinished);
  }
  const undo = threadUndo(thread);
  thread.addToolResults(results, { validator: turn.tools });
  await commitTurn(thread, turn, { undo });
}

function isRepeatable({ tool }: CallToRun, { tools, settings }: TurnParts): boolean {
  if (settings.execute === "none" || !tools.has(tool.name)) return false;
  return tools.info(tool.name).repeatable;
}
