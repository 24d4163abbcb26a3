import type { ChatThread } from "@minference/threads";
import { outputErrorOf } from "../errors/output-error-of.ts";
import { unsentOutput } from "./empty-output.ts";
import type { RunResult } from "./run-result.ts";
import { statusOf, type TurnEnd } from "./turn-end.ts";
import type { TurnParts } from "./turn-parts.ts";

/** The result of one thread, whatever its turn comes to: nothing that it does reaches another thread (N5). */
export async function runThread(
  thread: ChatThread,
  turn: TurnParts,
  take: () => Promise<TurnEnd>,
): Promise<RunResult> {
  const { clock } = turn.sender;
  const from = clock.monotonicMs();
  const end = await take().catch((error: unknown) => refusedTurn(thread, turn, error));
  tellOfEnd(end, turn, clock.monotonicMs() - from);
  const { status, output, messages } = end;
  return { thread, status, output, messages };
}

/** The end of a turn that was refused before anything was sent: its output is not stored. */
function refusedTurn(thread: ChatThread, { context }: TurnParts, cause: unknown): TurnEnd {
  const output = unsentOutput(thread, outputErrorOf(cause), context);
  return { thread, status: statusOf(output), output, messages: [], cause };
}

function tellOfEnd(end: TurnEnd, { reporter }: TurnParts, durationMs: number): void {
  const { status, cause } = end;
  if (status !== "failed") {
    reporter.tell({ type: "turn.finished", status, durationMs });
    return;
  }
  const { error } = end.output;
  if (error !== null) reporter.tell({ type: "turn.failed", error, cause, durationMs });
}
