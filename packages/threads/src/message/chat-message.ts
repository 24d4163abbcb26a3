import {
  defineEntity,
  id,
  json,
  now,
  ref,
  type EntityContext,
  type FieldsInput,
} from "@minference/ecs";
import { llmClients, messageRoles, type ToolCall } from "@minference/protocol";
import { z } from "zod";
import { jsonObjectField } from "../field/json-object-field.ts";
import { Usage } from "../output/usage.ts";
import type { ChatMl, ChatMlCall } from "./chat-ml.ts";
import { checkMessage } from "./check-message.ts";
import { readChatMl } from "./read-chat-ml.ts";
import { replaySchema, toolCallSchema } from "./tool-call-schema.ts";

/** One entry of a conversation. */
export class ChatMessage extends defineEntity(
  "ChatMessage",
  {
    role: z.enum(messageRoles),
    /** Text exactly as written or received; may be empty. */
    content: z.string(),
    /** When it was said. */
    timestamp: now(),
    /** Who said it, in the user's own world. */
    authorId: z.guid().toLowerCase().nullable().default(null),
    /** The version that the thread had when the message was added; never rewritten. */
    chatThreadId: id("ChatThread").nullable(),
    /** The version of the message that it answers; never rewritten. */
    parentMessageId: id("ChatMessage").nullable(),
    /** What an assistant asked for, in order. */
    toolCalls: json(z.array(toolCallSchema)).default([]),
    /** The call that a tool message answers. */
    toolCallId: z.string().nullable().default(null),
    toolName: z.string().nullable().default(null),
    /** The version of the tool that was used. */
    toolId: id("Tool").nullable(),
    toolType: z.enum(["callable", "structured"]).nullable().default(null),
    /** Null on imported tool messages. */
    toolStatus: z.enum(["executed", "validated", "failed"]).nullable().default(null),
    /** The schema that a structured result was checked against. */
    toolJsonSchema: jsonObjectField().nullable(),
    /** What the turn cost. */
    usage: ref(() => Usage).nullable(),
    /** Readable reasoning; never sent. */
    reasoning: z.string().nullable().default(null),
    /** What must go back to the provider as it came. */
    replay: json(replaySchema).nullable(),
    /** Where an assistant message came from; null when outputs are not stored. */
    outputId: id("ProcessedOutput").nullable(),
    /** Who answered: a thread may change its config later. */
    client: z.enum(llmClients).nullable().default(null),
    model: z.string().nullable().default(null),
  },
  { check: checkMessage },
) {
  /** True when it answers no other message. */
  get isRoot(): boolean {
    return this.parentMessageId === null;
  }

  /** The first tool call, or null. */
  get toolCall(): ToolCall | null {
    return this.toolCalls[0] ?? null;
  }

  /** The message in the form of chat completions; `fromChatMl` reads it back. */
  toChatMl(): ChatMl {
    const { role, content, toolCalls, toolCallId } = this;
    return {
      role,
      content: content === "" && toolCalls.length > 0 ? null : content,
      ...(toolCalls.length > 0 && { tool_calls: toolCalls.map(toChatMlCall) }),
      ...(toolCallId !== null && { tool_call_id: toolCallId }),
    };
  }

  /**
   * A message from the form of chat completions ({@link ChatMl}), which is validated.
   *
   * Parts of text are joined, the role `developer` is `system`, a tool's `name` becomes `toolName`; content that
   * is null reads back as null beside tool calls and is refused without them.
   *
   * @throws {InvalidRequestError} it is no such message, or holds what cannot be kept: images, unknown keys.
   * @throws {EntityValidationError} a field does not go with the role.
   */
  static fromChatMl(chatMl: unknown, context?: Partial<EntityContext>): ChatMessage {
    return new ChatMessage(readChatMl(chatMl, "message"), context);
  }
}

/** What a message can be made of. */
export type ChatMessageFields = FieldsInput<(typeof ChatMessage)["declaredFields"]>;

function toChatMlCall({ id, name, argumentsText }: ToolCall): ChatMlCall {
  return { id, type: "function", function: { name, arguments: argumentsText } };
}
