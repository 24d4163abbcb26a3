import type { OutputError, ToolCall } from "@minference/protocol";
import type { ToolResult } from "../message/tool-result.ts";
import { checkObject, type ObjectValidator } from "../output/object-check.ts";
import type { ThreadState } from "../state/thread-state.ts";
import type { CallableTool } from "../tool/callable-tool.ts";
import { StructuredTool } from "../tool/structured-tool.ts";

/** What the calls of one answer are judged by. */
interface AnswerCalls {
  /** All of them, in order. */
  readonly calls: readonly ToolCall[];
  /** Why the answer is not whole; null when it is, or when nobody knows any more. */
  readonly error: OutputError | null;
  readonly validator?: ObjectValidator | undefined;
}

/**
 * The results that can be appended now, by call id: those that were given; and those of calls that nobody runs, unless
 * a call of `waiting` still has to be run: then they come with its result, in call order.
 */
export function resultsNow(
  waiting: readonly ToolCall[],
  given: ReadonlyMap<string, ToolResult>,
  { answer, thread }: { readonly answer: AnswerCalls; readonly thread: ThreadState },
): ReadonlyMap<string, ToolResult> {
  const results = new Map<string, ToolResult>();
  for (const call of waiting) {
    const result = given.get(call.id) ?? unrunResult(call, answer, thread);
    if (result === null) return given;
    results.set(call.id, result);
  }
  return results;
}

/** What is to be done with a call. */
type Treatment =
  | { readonly kind: "run"; readonly tool: CallableTool }
  | { readonly kind: "check"; readonly tool: StructuredTool }
  | { readonly kind: "refuse"; readonly result: ToolResult };

/**
 * What is to be done with one of the `calls` of an answer: one of a tool that the mode does not offer is refused, and
 * so is a second one of a mode that forces one (spec 3.5).
 */
export function treatmentOf(
  call: ToolCall,
  calls: readonly ToolCall[],
  { offeredTools, llmConfig }: ThreadState,
): Treatment {
  const tool = offeredTools.find(({ name }) => name === call.name);
  if (tool === undefined) return { kind: "refuse", result: notOffered(call, offeredTools) };
  const first = calls.find(({ name }) => name === call.name);
  const isRepeated = llmConfig.responseFormat !== "auto_tools" && first?.id !== call.id;
  if (isRepeated) return { kind: "refuse", result: repeated(call) };
  return tool instanceof StructuredTool ? { kind: "check", tool } : { kind: "run", tool };
}

/** The result of a call that nobody runs, one of a broken answer (T25) among them. Null: it is to be run. */
function unrunResult(
  call: ToolCall,
  { calls, error, validator }: AnswerCalls,
  thread: ThreadState,
): ToolResult | null {
  if (error !== null) return brokenOff(call, error);
  const treatment = treatmentOf(call, calls, thread);
  switch (treatment.kind) {
    case "run":
      return null;
    case "check":
      return checkedResult(call, treatment.tool, validator);
    case "refuse":
      return treatment.result;
    default:
      return treatment satisfies never;
  }
}

function checkedResult(
  call: ToolCall,
  tool: StructuredTool,
  validator: ObjectValidator | undefined,
): ToolResult {
  const checked = checkObject({ tool, validator }, call.arguments ?? call.argumentsText);
  if (checked.status === "validated") return { status: "validated" };
  const { kind, message } = checked.error;
  return { status: "failed", kind, message };
}

function brokenOff({ name }: ToolCall, { kind }: OutputError): ToolResult {
  const why =
    kind === "truncated"
      ? `The call of ${name} was cut off and was not run`
      : `The answer was broken off (${kind}), and the call of ${name} was not run`;
  return { status: "failed", kind, message: why };
}

function notOffered({ name }: ToolCall, offered: ThreadState["offeredTools"]): ToolResult {
  const names = offered.map((tool) => tool.name).join(", ");
  return {
    status: "failed",
    kind: "tool_not_found",
    message: `There is no tool named ${name}: ${names === "" ? "no tools were offered" : `offered: ${names}`}`,
  };
}

function repeated({ name }: ToolCall): ToolResult {
  return {
    status: "failed",
    kind: "invalid_request",
    message: `${name} was to be called once: this second call was not run`,
  };
}
