import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { FakeRequest } from "./fake-request.ts";

/** A tool that a request offers, in the form of no wire. */
export interface FakeTool {
  readonly name: string;
  readonly description: string | null;
  /** JSON Schema of the arguments. */
  readonly parameters: JsonObject;
}

/** The tools that a request offers, in order; none when it says that none may be called. */
export function offeredTools({ wire, tools, toolChoice }: FakeRequest): readonly FakeTool[] {
  if (kindOf(toolChoice) === "none") return [];
  const schemaField = wire === "openai" ? "parameters" : "input_schema";
  return tools.map((tool) => {
    const made = wire === "openai" && isJsonObject(tool["function"]) ? tool["function"] : tool;
    const { name, description, [schemaField]: parameters } = made;
    return {
      name: typeof name === "string" ? name : "",
      description: typeof description === "string" ? description : null,
      parameters: isJsonObject(parameters) ? parameters : {},
    };
  });
}

/**
 * The tool that a request forces; null when it forces none. Where a model cannot be forced, a sentence at the end
 * of the conversation asks for the tool instead, which is text like any other.
 */
export function forcedTool({ toolChoice }: FakeRequest): string | null {
  if (!isJsonObject(toolChoice)) return null;
  const named = isJsonObject(toolChoice["function"]) ? toolChoice["function"] : toolChoice;
  return typeof named["name"] === "string" ? named["name"] : null;
}

function kindOf(toolChoice: JsonValue): JsonValue | undefined {
  return isJsonObject(toolChoice) ? toolChoice["type"] : toolChoice;
}
