import type { ToolResult } from "@minference/threads";
import { outputErrorOf } from "../errors/output-error-of.ts";
import { commitTurn } from "./commit-turn.ts";
import { executeCalls } from "./execute-calls.ts";
import { threadUndo } from "./thread-undo.ts";
import { statusOf, type TurnEnd } from "./turn-end.ts";
import type { TurnParts } from "./turn-parts.ts";

/**
 * Runs the calls of an answer that is stored, and stores their results in one commit, in call order (N2). What a tool
 * does is a result for the model and no failure of the turn; an abort ends the tools, and their results say so. A
 * commit that is refused leaves the calls open: the next run of the thread settles them (R:T12).
 */
export async function runCalls(answered: TurnEnd, turn: TurnParts): Promise<TurnEnd> {
  const { thread, output, messages } = answered;
  const { settings, tools } = turn;
  const isStored = messages.length > 0;
  if (!isStored || settings.execute === "none" || thread.callsToRun.length === 0) return answered;
  try {
    const results = await executeCalls(thread.callsToRun, turn, 1);
    const undo = threadUndo(thread);
    const added = thread.addToolResults(results, { validator: tools });
    await commitTurn(thread, turn, { undo }); // commit 3
    const status = wasAborted(results) ? "aborted" : answered.status;
    return { ...answered, status, messages: [...messages, ...added] };
  } catch (cause) {
    output.error ??= outputErrorOf(cause);
    return { ...answered, status: statusOf(output), cause };
  }
}

function wasAborted(results: ReadonlyMap<string, ToolResult>): boolean {
  return [...results.values()].some(
    (result) => result.status === "failed" && result.kind === "aborted",
  );
}
