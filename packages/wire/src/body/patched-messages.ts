import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import type { Envelope } from "./envelope.ts";

/** The messages of a body as they are sent: rendered ones with the patches of this one request. */
export function patchedMessages(
  { api, patches }: Pick<Envelope, "api" | "patches">,
  messages: readonly JsonValue[],
): readonly JsonValue[] {
  const { suffix, prefill, cacheMarks } = patches;
  const marked = cacheMarks.length === 0 ? messages : withMarks(messages, cacheMarks);
  const suffixed = suffix === null ? marked : withSuffix(api, marked, suffix);
  if (prefill === null) return suffixed;
  const text = prefill.trimEnd();
  const content = api === "chat" ? text : [{ type: "text", text }];
  return [...suffixed, { role: "assistant", content }];
}

/**
 * The messages with text at the end of the last user turn. Behind tool results it is a text of its own: a block
 * on Anthropic, a user message elsewhere (spec 3.3).
 */
export function withSuffix(
  api: Envelope["api"],
  messages: readonly JsonValue[],
  suffix: string,
): readonly JsonValue[] {
  const last = messages.at(-1);
  const extended =
    isJsonObject(last) && last["role"] === "user" ? extendedTurn(last, suffix) : null;
  if (extended !== null) return [...messages.slice(0, -1), extended];
  const content = api === "chat" ? suffix : [{ type: "text", text: suffix }];
  return [...messages, { role: "user", content }];
}

function extendedTurn(turn: JsonObject, suffix: string): JsonObject | null {
  const { content } = turn;
  if (typeof content === "string") return { ...turn, content: content + suffix };
  if (!isJsonArray(content)) return null;
  const last = content.at(-1);
  if (isJsonObject(last) && last["type"] === "text" && typeof last["text"] === "string") {
    const text = { ...last, text: last["text"] + suffix };
    return { ...turn, content: [...content.slice(0, -1), text] };
  }
  return { ...turn, content: [...content, { type: "text", text: suffix }] };
}

function withMarks(messages: readonly JsonValue[], marks: readonly number[]): readonly JsonValue[] {
  const marked = [...messages];
  for (const position of marks) {
    const message = messages[position];
    if (message !== undefined) marked[position] = markedMessage(message);
  }
  return marked;
}

/** Its last block that takes a mark is marked: thinking and empty texts take none. */
function markedMessage(message: JsonValue): JsonValue {
  if (!isJsonObject(message) || !isJsonArray(message["content"])) return message;
  const content = [...message["content"]];
  const place = content.findLastIndex((block) => isJsonObject(block) && takesMark(block));
  const block = content[place];
  if (!isJsonObject(block)) return message;
  content[place] = { ...block, cache_control: { type: "ephemeral" } };
  return { ...message, content };
}

function takesMark({ type, text }: JsonObject): boolean {
  return type !== "thinking" && type !== "redacted_thinking" && text !== "";
}
