import type { ToolCall } from "@minference/protocol";
import { lastAnswer } from "../history/newest-first.ts";
import type { ThreadState } from "../state/thread-state.ts";
import type { CallableTool } from "../tool/callable-tool.ts";
import { treatmentOf } from "./call-results.ts";

/** A call of a callable tool that has no result. */
export interface CallToRun {
  readonly call: ToolCall;
  /** The tool as it was offered. */
  readonly tool: CallableTool;
}

/** The pending calls of a thread that have to be run, in order; the others have a result without that. */
export function callsToRun(thread: ThreadState): readonly CallToRun[] {
  const calls = lastAnswer(thread)?.toolCalls ?? [];
  return thread.pendingToolCalls.flatMap((call) => {
    const treatment = treatmentOf(call, calls, thread);
    return treatment.kind === "run" ? [{ call, tool: treatment.tool }] : [];
  });
}
