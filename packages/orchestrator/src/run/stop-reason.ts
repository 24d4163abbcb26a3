import type { LoopSettings } from "./loop-options.ts";
import type { StopReason } from "./loop-result.ts";
import type { RunResult } from "./run-result.ts";

/** Why a loop ends with this step, as far as the step itself says; null: it does not. */
export function reasonOf(
  { thread, status, output, messages }: RunResult,
  { stopTools }: LoopSettings,
): StopReason | null {
  if (status !== "answered") return status;
  if (succeeded({ output, messages }).some((name) => stopTools.has(name))) return "stop_tool";
  const { responseFormat } = thread.llmConfig;
  if (responseFormat === "workflow" && thread.isWorkflowFinished) return "workflow_finished";
  const isCalling = messages.some(({ toolCalls }) => toolCalls.length > 0);
  return responseFormat === "auto_tools" && !isCalling ? "answered" : null;
}

/** Names of the tools that were executed or validated, one whose object came in the place of its call too (4.4). */
function succeeded({
  output,
  messages,
}: Pick<RunResult, "output" | "messages">): readonly string[] {
  const results = messages.filter(
    ({ toolStatus }) => toolStatus === "executed" || toolStatus === "validated",
  );
  const given = output.rawOutput?.asksForJson === true ? output.jsonObject : null;
  return [...results.map(({ toolName }) => toolName), given?.name ?? null].filter(
    (name) => name !== null,
  );
}
