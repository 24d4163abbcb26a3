import type {
  ChatRequest,
  JsonObject,
  JsonValue,
  NeutralMessage,
  ToolCall,
} from "@minference/protocol";
import { orderedMessages } from "../messages/ordered-messages.ts";

type SystemRole = "system" | "developer";

/**
 * The messages of a request as chat completions take them (spec 4.3).
 *
 * OpenAI takes a leading assistant turn, turns of one role in a row, a system message in the middle, empty
 * content. A longer request begins with the messages of the shorter one, byte for byte.
 *
 * @throws {InvalidRequestError} a call has no result (T12), a result no call (T11), or there is nothing to answer.
 */
export function openAIChatMessages(request: ChatRequest, systemRole: SystemRole): JsonValue[] {
  const rendered = orderedMessages(request.messages).map((message) => render(message, systemRole));
  return request.system === null || request.system === ""
    ? rendered
    : [{ role: systemRole, content: request.system }, ...rendered];
}

function render(message: NeutralMessage, systemRole: SystemRole): JsonValue {
  switch (message.role) {
    case "user":
      return { role: "user", content: message.content };
    case "system":
      return { role: systemRole, content: message.content };
    case "assistant":
      return renderAssistant(message);
    case "tool":
      return { role: "tool", tool_call_id: message.toolCallId, content: message.content };
    default:
      return message satisfies never;
  }
}

function renderAssistant({
  content,
  toolCalls,
}: Extract<NeutralMessage, { role: "assistant" }>): JsonValue {
  if (toolCalls.length === 0) return { role: "assistant", content };
  return {
    role: "assistant",
    content: content === "" ? null : content,
    tool_calls: toolCalls.map(renderCall),
  };
}

function renderCall(call: ToolCall): JsonObject {
  return {
    id: call.id,
    type: "function",
    function: { name: call.name, arguments: call.argumentsText },
  };
}
