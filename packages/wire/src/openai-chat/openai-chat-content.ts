import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";

/** The text of an assistant message. */
export interface ReadContent {
  /** Null when the message has none. */
  readonly text: string | null;
  readonly isRefusal: boolean;
}

/**
 * The text of a message: its refusal if there is one, else its content, text parts joined. Lone surrogates
 * become U+FFFD, since a text column holds Unicode only; the raw result keeps them. Null when the content
 * is neither text nor parts.
 */
export function readContent(message: JsonObject): ReadContent | null {
  const { content, refusal } = message;
  if (typeof refusal === "string" && refusal !== "") return refused(refusal);
  if (content === null || content === undefined) return { text: null, isRefusal: false };
  if (typeof content === "string") return { text: content.toWellFormed(), isRefusal: false };
  return isJsonArray(content) ? readParts(content) : null;
}

/** The readable reasoning of a message: OpenRouter's and vLLM's name of it, then DeepSeek's and LiteLLM's. */
export function readReasoning(message: JsonObject): string | null {
  for (const text of [message["reasoning"], message["reasoning_content"]]) {
    if (typeof text === "string" && text !== "") return text.toWellFormed();
  }
  return null;
}

function readParts(parts: readonly JsonValue[]): ReadContent {
  const refusals = texts(parts, "refusal");
  if (refusals.length > 0) return refused(refusals.join(""));
  return { text: texts(parts, "text").join("").toWellFormed(), isRefusal: false };
}

/** The values of `field` of the parts that have one. */
function texts(parts: readonly JsonValue[], field: "text" | "refusal"): string[] {
  const values = parts.map((part) => (isJsonObject(part) ? part[field] : null));
  return values.filter((value) => typeof value === "string");
}

function refused(text: string): ReadContent {
  return { text: text.toWellFormed(), isRefusal: true };
}
