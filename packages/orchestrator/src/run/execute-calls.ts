import type { CallToRun, ToolResult } from "@minference/threads";
import type { ToolOutcome } from "@minference/tools";
import type { TurnParts } from "./turn-parts.ts";

/**
 * Runs calls of callable tools, all at once up to `parallelTools`; gives their results by call id. Each has one, in
 * the calls' order, whatever its function does (U5, T9).
 */
export async function executeCalls(
  calls: readonly CallToRun[],
  { tools, settings, reporter }: TurnParts,
  attempt: number,
): Promise<ReadonlyMap<string, ToolResult>> {
  const { signal, toolLimits } = settings;
  for (const { call } of calls) {
    const { id: toolCallId, name: toolName } = call;
    reporter.tell({ type: "tool.started", toolCallId, toolName, attempt });
  }
  const outcomes = await tools.executeAll(
    calls.map(({ call, tool }) => ({
      tool,
      input: call.arguments ?? call.argumentsText,
      toolCallId: call.id,
      attempt,
    })),
    { signal, ...toolLimits },
  );
  const results = new Map<string, ToolResult>();
  for (const [index, { call }] of calls.entries()) {
    const outcome = outcomes[index];
    if (outcome === undefined) continue;
    const kind = outcome.status === "failed" ? outcome.error.kind : null;
    const status = kind === null ? "executed" : "failed";
    const { id: toolCallId, name: toolName } = call;
    reporter.tell({ type: "tool.finished", toolCallId, toolName, status, kind });
    results.set(toolCallId, resultOf(outcome));
  }
  return results;
}

function resultOf(outcome: ToolOutcome): ToolResult {
  switch (outcome.status) {
    case "executed":
      return { status: "executed", value: outcome.result };
    case "validated":
      return { status: "validated" };
    case "failed": {
      const { kind, message } = outcome.error;
      return { status: "failed", kind, message };
    }
    default:
      return outcome satisfies never;
  }
}
