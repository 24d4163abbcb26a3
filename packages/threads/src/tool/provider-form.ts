import { isJsonObject, type JsonObject, type ToolSpec } from "@minference/protocol";
import { anthropicTool, openAIChatTool } from "@minference/wire";

/** Which of OpenAI's APIs a tool is rendered for. */
export interface OpenAIForm {
  /** Chat completions when left out. */
  readonly api?: "chat" | "responses";
}

/** How a tool is rendered for Anthropic. */
export interface AnthropicForm {
  /** The definition bears a cache mark; it does not when left out. */
  readonly cache?: boolean;
}

/** A tool as OpenAI's APIs are offered it. Responses always say `strict`: left out, they would make it so. */
export function openAIToolForm(tool: ToolSpec, { api = "chat" }: OpenAIForm = {}): JsonObject {
  const chat = openAIChatTool(tool, { strictSubset: "openai" });
  const { function: definition } = chat;
  if (api === "chat" || !isJsonObject(definition)) return chat;
  return { type: "function", ...definition, strict: definition["strict"] === true };
}

/** A schema output as OpenAI's APIs are asked for it. */
export function openAISchemaForm(tool: ToolSpec, { api = "chat" }: OpenAIForm = {}): JsonObject {
  const { name, description, parameters: schema, strict } = tool;
  const asked = { name, description, schema, strict };
  return api === "chat"
    ? { type: "json_schema", json_schema: asked }
    : { type: "json_schema", ...asked };
}

/** A tool as Anthropic's API is offered it. */
export function anthropicToolForm(
  tool: ToolSpec,
  { cache = false }: AnthropicForm = {},
): JsonObject {
  return { ...anthropicTool(tool), ...(cache && { cache_control: { type: "ephemeral" } }) };
}
