import {
  InvalidRequestError,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type MessageRole,
} from "@minference/protocol";
import { storableJson } from "@minference/wire";
import { z } from "zod";

/** The fields of a message that ChatML has. */
export interface ChatMlFields {
  readonly role: MessageRole;
  readonly content: string;
  readonly toolCalls: readonly {
    readonly id: string;
    readonly name: string;
    readonly arguments: JsonObject | null;
    readonly argumentsText: string;
    readonly toolId: null;
  }[];
  readonly toolCallId: string | null;
  readonly toolName: string | null;
}

const textPart = z.strictObject({ type: z.literal("text"), text: z.string() });
const call = z.strictObject({
  id: z.string().min(1),
  type: z.literal("function").default("function"),
  function: z.strictObject({ name: z.string().min(1), arguments: z.string() }),
});
/** Developer is the name that newer models of OpenAI have for the system. */
const role = z.enum(["system", "user", "assistant", "tool", "developer"]);
const message = z.strictObject({
  role,
  content: z.union([z.string(), z.array(textPart).min(1)]).optional(),
  tool_calls: z.array(call).optional(),
  tool_call_id: z.string().optional(),
  /** The tool that gave a result; of other roles there is no place for it. */
  name: z.string().optional(),
});

/**
 * The fields that a ChatML message gives. Keys whose value is null or an empty list are taken as absent; parts of
 * text are joined; the role `developer` is `system`.
 *
 * @throws {InvalidRequestError} it is no such message, or has content that a message cannot keep: images, audio,
 *   files, unknown keys. `path` begins with `place`.
 */
export function readChatMl(chatMl: unknown, place: string): ChatMlFields {
  const parsed = message.safeParse(withoutEmpty(chatMl));
  if (!parsed.success) throw refused(place, parsed.error.issues[0]);
  const { data } = parsed;
  const toolCalls = data.tool_calls ?? [];
  if (data.content === undefined && toolCalls.length === 0) {
    throw refused(place, { path: ["content"], message: "the message has no content" });
  }
  if (data.name !== undefined && data.role !== "tool") {
    throw refused(place, {
      path: ["name"],
      message: "only a message of role tool can keep a name",
    });
  }
  return {
    role: data.role === "developer" ? "system" : data.role,
    content: textOf(data.content),
    toolCalls: toolCalls.map(({ id, function: { name, arguments: text } }) => ({
      id,
      name,
      arguments: argumentsOf(text),
      argumentsText: text,
      toolId: null,
    })),
    toolCallId: data.tool_call_id ?? null,
    toolName: data.name ?? null,
  };
}

/** Exported conversations carry `refusal: null`, `annotations: []` and the like. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const isEmpty = (item: unknown): boolean =>
    item === null || (Array.isArray(item) && item.length === 0);
  return Object.fromEntries(Object.entries(value).filter(([, item]) => !isEmpty(item)));
}

function textOf(content: z.output<typeof message>["content"]): string {
  if (content === undefined) return "";
  return typeof content === "string" ? content : content.map(({ text }) => text).join("");
}

function argumentsOf(text: string): JsonObject | null {
  const value: JsonValue | undefined = storableJson(text);
  return isJsonObject(value) ? value : null;
}

function refused(
  place: string,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined,
): InvalidRequestError {
  const path = [place, ...(issue?.path ?? []).map(String)].join(".");
  return new InvalidRequestError({
    problem: `${path} is no message that can be kept: ${issue?.message ?? "it is not valid"}`,
    remedy: "Give { role, content } with text, tool_calls of an assistant, tool_call_id of a tool",
    entityType: "ChatMessage",
    path,
  });
}
