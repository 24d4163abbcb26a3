import type { NeutralMessage } from "@minference/protocol";
import type { ChatMessage } from "../message/chat-message.ts";

/** A message as a request has it. */
export function neutralMessage(message: ChatMessage): NeutralMessage {
  const { role, content } = message;
  switch (role) {
    case "system":
    case "user":
      return { role, content };
    case "assistant":
      return { role, content, toolCalls: message.toolCalls, replay: message.replay };
    case "tool":
      return {
        role,
        content,
        // check-message.ts: a message of role tool has it
        toolCallId: message.toolCallId ?? "",
        isError: message.toolStatus === "failed",
      };
    default:
      return role satisfies never;
  }
}
