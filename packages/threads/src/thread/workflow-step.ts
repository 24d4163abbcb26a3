import { newestFirst } from "../history/newest-first.ts";
import type { ChatMessage } from "../message/chat-message.ts";
import { checkObject, type ObjectValidator } from "../output/object-check.ts";
import type { ProcessedOutput } from "../output/outputs.ts";
import type { ThreadState } from "../state/thread-state.ts";

/**
 * The step of a thread once these results of its last answer are appended (spec 3.5): one more when they bring that of
 * the workflow's tool, executed or validated, and no earlier result of the answer did.
 */
export function stepAfterResults(
  thread: ThreadState,
  results: readonly ChatMessage[],
): number | null {
  const next = nextTool(thread);
  if (next === null || resultsSoFar(thread).some(isSuccess)) return thread.workflowStep;
  return results.some((result) => isSuccess(result) && result.toolName === next.name)
    ? stepBehind(thread)
    : thread.workflowStep;
}

/**
 * The step of a thread once an answer and these results of its calls are appended. A valid object in the place of a
 * call that could not be forced counts as the call (4.4).
 */
export function stepAfterAnswer(
  thread: ThreadState,
  results: readonly ChatMessage[],
  {
    output,
    validator,
  }: { readonly output: ProcessedOutput; readonly validator?: ObjectValidator | undefined },
): number | null {
  const next = nextTool(thread);
  if (next === null) return thread.workflowStep;
  const isCalled = results.some((result) => isSuccess(result) && result.toolName === next.name);
  return isCalled || isObjectGiven(thread, output, validator)
    ? stepBehind(thread)
    : thread.workflowStep;
}

function isObjectGiven(
  { wantedObject: tool }: ThreadState,
  { error, jsonObjects, rawOutput }: ProcessedOutput,
  validator: ObjectValidator | undefined,
): boolean {
  if (tool === null || error !== null || rawOutput?.asksForJson !== true) return false;
  const object = jsonObjects.find(({ toolCallId }) => toolCallId === null)?.object;
  return object !== undefined && checkObject({ tool, validator }, object).status === "validated";
}

function nextTool(thread: ThreadState): ThreadState["offeredTools"][number] | null {
  if (thread.llmConfig.responseFormat !== "workflow") return null;
  return thread.offeredTools[0] ?? null;
}

function stepBehind({ workflowStep }: ThreadState): number {
  return (workflowStep ?? 0) + 1;
}

function isSuccess({ toolStatus }: ChatMessage): boolean {
  return toolStatus === "executed" || toolStatus === "validated";
}

/** The messages behind the last answer, newest first. */
function resultsSoFar(thread: ThreadState): readonly ChatMessage[] {
  const results: ChatMessage[] = [];
  for (const message of newestFirst(thread)) {
    if (message.role === "assistant") break;
    results.push(message);
  }
  return results;
}
