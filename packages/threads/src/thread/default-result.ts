import type { ResponseFormat, ToolCall } from "@minference/protocol";
import type { ToolResult } from "../message/tool-result.ts";
import type { ProcessedOutput } from "../output/outputs.ts";

/**
 * The result of a call that nobody runs: cut off in the middle (T25), or made where no tools were offered.
 * Null: the call is to be run, and waits for its result.
 */
export function defaultResult(
  call: ToolCall,
  output: ProcessedOutput,
  responseFormat: ResponseFormat,
): ToolResult | null {
  if (output.error?.kind === "truncated") {
    return {
      status: "failed",
      kind: "truncated",
      message: `The call of ${call.name} was cut off and was not run`,
    };
  }
  if (responseFormat !== "text") return null;
  return {
    status: "failed",
    kind: "tool_not_found",
    message: `There is no tool named ${call.name}: no tools were offered`,
  };
}
