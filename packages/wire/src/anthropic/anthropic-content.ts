import { isJsonObject, type JsonObject, type JsonValue, type ToolCall } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import { madeUpCallId } from "../output/made-up-call-id.ts";

/** The blocks of a message, read by type. */
export interface ReadBlocks {
  /** All text blocks joined; null when there is none. */
  readonly text: string | null;
  /** All thinking blocks, an empty line between them; null when none can be read. */
  readonly reasoning: string | null;
  readonly calls: readonly ToolCall[];
  /** The whole content, when a block of it is signed; else null. */
  readonly signed: readonly JsonValue[] | null;
  readonly warnings: readonly string[];
}

/** What the content of a message says (spec 6.2); null when it is no list, or a call in it has no name. */
export function readBlocks(content: JsonValue | undefined, requestHash: string): ReadBlocks | null {
  if (!isJsonArray(content)) return null;
  const blocks = content.filter(isJsonObject);
  const uses = blocks.filter(({ type }) => type === "tool_use");
  if (uses.some(({ name }) => typeof name !== "string" || name === "")) return null;
  const ids = uses.map(({ id }) => (typeof id === "string" ? id.toWellFormed() : ""));
  const isUsable = (id: string, index: number): boolean => id !== "" && ids.indexOf(id) === index;
  const calls = uses.map((use, index) => {
    const id = ids[index] ?? "";
    return readCall(use, isUsable(id, index) ? id : madeUpCallId(requestHash, index));
  });
  return {
    text: textsOf(blocks, "text", ""),
    reasoning: textsOf(blocks, "thinking", "\n\n"),
    calls,
    signed: blocks.some(isSigned) ? content : null,
    warnings: ids.every(isUsable) ? [] : ["tool_call_id_made"],
  };
}

function isSigned({ type }: JsonObject): boolean {
  return type === "thinking" || type === "redacted_thinking";
}

/** The texts of the blocks of that type, which is also the name of the field that holds them. */
function textsOf(
  blocks: readonly JsonObject[],
  type: "text" | "thinking",
  between: string,
): string | null {
  const texts = blocks
    .filter((block) => block["type"] === type)
    .map((block): JsonValue => block[type] ?? null)
    .filter((text): text is string => typeof text === "string" && text !== "");
  return texts.length === 0 ? null : texts.join(between).toWellFormed();
}

function readCall(use: JsonObject, id: string): ToolCall {
  const { name, input = null } = use;
  return {
    id,
    name: typeof name === "string" ? name.toWellFormed() : "",
    arguments: isJsonObject(input) && isExact(input) ? input : null,
    argumentsText: JSON.stringify(input),
    toolId: null,
  };
}

/** T20: an integer beyond 2^53 was rounded when the body was read, and a call is run with exact arguments or not. */
function isExact(value: JsonValue): boolean {
  if (typeof value === "number") return !Number.isInteger(value) || Number.isSafeInteger(value);
  if (typeof value !== "object" || value === null) return true;
  return Object.values(value).every(isExact);
}
