import type { JsonObject, ToolSpec } from "@minference/protocol";
import type { ToolPlan } from "../tools/tool-plan.ts";
import { isAnthropicSubset } from "./anthropic-schema.ts";
import { cacheControl } from "./cache-control.ts";

/** Tool definitions of a body (spec 5.4); `marked`: the last one has a cache mark. */
export function anthropicTools(
  specs: readonly ToolSpec[],
  marks: "marked" | "unmarked",
): readonly JsonObject[] {
  const tools = specs.map(anthropicTool);
  const last = tools.pop();
  if (last === undefined) return [];
  return [...tools, marks === "marked" ? { ...last, cache_control: cacheControl } : last];
}

/** One tool as Anthropic's messages offer it. */
export function anthropicTool(tool: ToolSpec): JsonObject {
  const { name, description, parameters } = tool;
  const isStrict = tool.strict && isAnthropicSubset(parameters);
  return {
    name,
    ...(description !== null && description !== "" && { description }),
    input_schema:
      parameters["type"] === undefined
        ? { type: "object", properties: {}, ...parameters }
        : parameters,
    ...(isStrict && { strict: true }),
  };
}

/** The field `tool_choice` of a body (spec 4.3); absent without tools. */
export function anthropicToolChoice({ tools, choice }: ToolPlan): JsonObject {
  if (tools.length === 0) return {};
  switch (choice.kind) {
    case "none":
      return { tool_choice: { type: "none" } };
    case "auto":
      return {
        tool_choice: {
          type: "auto",
          ...(choice.calls === "one" && { disable_parallel_tool_use: true }),
        },
      };
    case "forced":
      return {
        tool_choice: { type: "tool", name: choice.name, disable_parallel_tool_use: true },
      };
    default:
      return choice satisfies never;
  }
}
