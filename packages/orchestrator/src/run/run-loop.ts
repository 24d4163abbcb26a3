import { Usage } from "@minference/threads";
import type { LoopSettings } from "./loop-options.ts";
import type { LoopResult, StopReason } from "./loop-result.ts";
import type { RunResult } from "./run-result.ts";
import { reasonOf } from "./stop-reason.ts";
import type { TurnParts } from "./turn-parts.ts";

/** How a loop ended. */
interface LoopEnd {
  readonly stopReason: StopReason;
  readonly cause: unknown;
}

/** Takes steps of one thread until something ends its loop (spec 8.5). */
export async function runLoop(
  loop: LoopSettings,
  turn: TurnParts,
  takeStep: () => Promise<RunResult>,
): Promise<LoopResult> {
  const results: RunResult[] = [];
  for (let step = 1; ; step += 1) {
    const result = await takeStep();
    results.push(result);
    const end = await endAfter(result, step, { loop, turn });
    if (end === null) continue;
    const { thread } = result;
    return { thread, results, usage: usageOf(results, turn), ...end };
  }
}

/** How a loop ends with this step; null: it goes on, with the next user message in place. */
async function endAfter(
  result: RunResult,
  step: number,
  { loop, turn }: { readonly loop: LoopSettings; readonly turn: TurnParts },
): Promise<LoopEnd | null> {
  const stopReason = reasonOf(result, loop);
  if (stopReason !== null) return { stopReason, cause: null };
  const { thread, output } = result;
  try {
    if (await loop.stopWhen(thread, output, step)) return { stopReason: "stop_when", cause: null };
    if (step >= loop.maxSteps) return { stopReason: "budget", cause: null };
    if (turn.settings.signal.aborted) return { stopReason: "aborted", cause: null };
    const text = (await loop.nextMessage(thread, output, step)) ?? "";
    if (text !== "") thread.newMessage = text;
    return text !== "" || thread.isAwaitingAnswer ? null : { stopReason: "answered", cause: null };
  } catch (cause) {
    turn.reporter.callbackThrew(cause);
    return { stopReason: "failed", cause };
  }
}

function usageOf(results: readonly RunResult[], { context }: TurnParts): Usage | null {
  const sent = results.filter(({ status }) => status !== "unchanged");
  const known = sent.map(({ output }) => output.usage).filter((usage) => usage !== null);
  return Usage.sum(known, context);
}
