import { isJsonObject, type JsonObject, type JsonValue, type ToolCall } from "@minference/protocol";
import { isJsonArray } from "../json/json-array.ts";
import { exactJson } from "../json/exact-json.ts";
import { madeUpCallId } from "../output/made-up-call-id.ts";

/** The tool calls of one message, in order, and what had to be mended in them. */
export interface ReadCalls {
  readonly calls: readonly ToolCall[];
  readonly warnings: readonly string[];
}

/**
 * The calls of an assistant message; null when one has no name.
 *
 * A missing, empty or repeated id is replaced (T10) by `call_` and 24 hex digits that come from
 * `requestHash` and the call's place, so it is the same at each reading. `toolId` is null: versions of tools
 * are known to the thread only.
 */
export function openAIChatCalls(message: JsonObject, requestHash: string): ReadCalls | null {
  const entries = callEntries(message);
  if (entries === null) return null;
  const calls: ToolCall[] = [];
  const ids = new Set<string>();
  let made = false;
  for (const [index, entry] of entries.entries()) {
    const call = readCall(entry);
    if (call === null) return null;
    const usable = call.id !== "" && !ids.has(call.id);
    const id = usable ? call.id : madeUpCallId(requestHash, index);
    made ||= !usable;
    ids.add(id);
    calls.push({ ...call, id });
  }
  return { calls, warnings: made ? ["tool_call_id_made"] : [] };
}

/** `tool_calls`, or the one call of the `function_call` that came before them. */
function callEntries(message: JsonObject): readonly JsonValue[] | null {
  const { tool_calls: calls, function_call: legacy } = message;
  if (isJsonArray(calls) && calls.length > 0) return calls;
  if (isJsonObject(legacy)) return [{ function: legacy }];
  return calls === undefined || calls === null || isJsonArray(calls) ? [] : null;
}

function readCall(entry: JsonValue): ToolCall | null {
  if (!isJsonObject(entry) || !isJsonObject(entry["function"])) return null;
  const { name, arguments: given } = entry["function"];
  if (typeof name !== "string" || name === "") return null;
  const argumentsText = argumentsAsText(given);
  const parsed = exactJson(argumentsText);
  return {
    id: typeof entry["id"] === "string" ? entry["id"].toWellFormed() : "",
    name: name.toWellFormed(),
    arguments: isJsonObject(parsed) ? parsed : null,
    argumentsText,
    toolId: null,
  };
}

/** Compatible servers send the object itself (C20). */
function argumentsAsText(given: JsonValue | undefined): string {
  if (given === undefined || given === null) return "";
  return typeof given === "string" ? given : JSON.stringify(given);
}
