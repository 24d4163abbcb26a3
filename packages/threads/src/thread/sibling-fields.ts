import type { EcsId } from "@minference/protocol";
import type { ChatMessage, ChatMessageFields } from "../message/chat-message.ts";

/**
 * A message of the same role and parent with another text. What a model said beside the old text (calls, usage,
 * reasoning, replay) is left behind: it belongs to that text.
 */
export function siblingFields(
  message: ChatMessage,
  content: string,
  chatThreadId: EcsId,
): ChatMessageFields {
  const { role, authorId, parentMessageId, toolCallId } = message;
  const { toolName, toolId, toolType, toolStatus, toolJsonSchema } = message;
  return {
    role,
    content,
    authorId,
    parentMessageId,
    chatThreadId,
    ...{ toolCallId, toolName, toolId, toolType, toolStatus, toolJsonSchema },
  };
}
