import type { ChatRequest, JsonObject } from "@minference/protocol";
import type { ToolPlan } from "../tools/tool-plan.ts";
import { anthropicTools } from "./anthropic-tools.ts";
import { cacheControl } from "./cache-control.ts";

/**
 * System and tools of a body: what stands before the messages, for the cache and for the check of signed blocks. A
 * field without a value is absent. `marked` puts a cache mark at the end of each.
 */
export function anthropicPrefix(
  { system }: ChatRequest,
  plan: ToolPlan,
  marks: "marked" | "unmarked",
): JsonObject {
  const tools = anthropicTools(plan.tools, marks);
  const mark = marks === "marked" ? { cache_control: cacheControl } : {};
  const hasSystem = system !== null && system.trim() !== "";
  return {
    ...(hasSystem && { system: [{ type: "text", text: system, ...mark }] }),
    ...(tools.length > 0 && { tools }),
  };
}
