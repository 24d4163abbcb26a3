import type { EntityContext } from "@minference/ecs";
import type { EcsId, ToolCall } from "@minference/protocol";
import { StructuredTool } from "../tool/structured-tool.ts";
import type { Tool } from "../tool/tool.ts";
import { ChatMessage } from "./chat-message.ts";
import { toolContent, type ToolResult } from "./tool-result.ts";

/** What the message with the result of a call is made of. */
export interface ToolMessageParts {
  readonly call: ToolCall;
  readonly result: ToolResult;
  /** The tool that was called; null when the thread has none of that name. */
  readonly tool: Tool | null;
  readonly chatThreadId: EcsId;
  readonly parentMessageId: EcsId | null;
}

/** The message that brings the result of a call to the model. */
export function toolMessage(parts: ToolMessageParts, context: EntityContext): ChatMessage {
  const { call, result, tool } = parts;
  return new ChatMessage(
    {
      role: "tool",
      content: toolContent(result),
      chatThreadId: parts.chatThreadId,
      parentMessageId: parts.parentMessageId,
      toolCallId: call.id,
      toolName: call.name,
      toolId: tool?.ecsId ?? null,
      toolType: tool === null ? null : tool instanceof StructuredTool ? "structured" : "callable",
      toolStatus: result.status,
      toolJsonSchema: tool === null ? null : checkedSchema(tool, result),
    },
    context,
  );
}

/** The schema that a structured result was checked against; null when it was not checked. */
function checkedSchema(tool: Tool, result: ToolResult): StructuredTool["jsonSchema"] | null {
  if (!(tool instanceof StructuredTool) || !tool.postValidateSchema) return null;
  const isChecked =
    result.status === "validated" ||
    (result.status === "failed" && result.kind === "output_invalid");
  return isChecked ? tool.jsonSchema : null;
}
