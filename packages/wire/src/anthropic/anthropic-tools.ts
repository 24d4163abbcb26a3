import type { JsonObject, ToolSpec } from "@minference/protocol";
import type { ToolPlan } from "../tools/tool-plan.ts";
import { isAnthropicSubset } from "./anthropic-schema.ts";

/** Marks what stands before it for the provider's cache. */
export const cacheControl = { type: "ephemeral" } as const;

/** Tools and tool choice of a messages body (spec 4.3, 5.4); the last definition is marked for the cache. */
export function anthropicToolFields(plan: ToolPlan, marksCache: "marked" | "unmarked"): JsonObject {
  if (plan.tools.length === 0) return {};
  const tools = plan.tools.map(anthropicTool);
  const last = tools.pop() ?? {};
  const marked = marksCache === "marked" ? { ...last, cache_control: cacheControl } : last;
  return { tools: [...tools, marked], tool_choice: choiceOf(plan) };
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

function choiceOf({ choice }: ToolPlan): JsonObject {
  switch (choice.kind) {
    case "none":
      return { type: "none" };
    case "auto":
      return { type: "auto", ...(choice.calls === "one" && { disable_parallel_tool_use: true }) };
    case "forced":
      return { type: "tool", name: choice.name, disable_parallel_tool_use: true };
    default:
      return choice satisfies never;
  }
}
