import type { JsonObject, JsonValue, NeutralMessage, ToolCall } from "@minference/protocol";
import { withSuffix } from "../body/patched-messages.ts";
import { orderedMessages } from "../messages/ordered-messages.ts";
import type { ReplayCheck } from "./anthropic-replay.ts";

type Assistant = Extract<NeutralMessage, { readonly role: "assistant" }>;
type ToolResult = Extract<NeutralMessage, { readonly role: "tool" }>;

/** Stands for a text without a visible character, which the API refuses. */
const blankText = "(empty)";

/** What rendering depends on beside the messages. */
export interface AnthropicRendering {
  /** Names of the tools that are known; calls of others are told as text. */
  readonly toolNames: ReadonlySet<string>;
  readonly replays: ReplayCheck;
}

/**
 * The messages of a request as Anthropic takes them (spec 4.3): blocks, the results of one turn in one user message.
 *
 * A system message in the middle is a user turn, a conversation begins with a user turn, and no text is blank. The
 * API merges turns of one role itself, so they stay apart and a longer request begins with the shorter one.
 *
 * @throws {InvalidRequestError} a call has no result (T12), a result no call (T11), or there is nothing to answer.
 */
export function anthropicMessages(
  messages: readonly NeutralMessage[],
  rendering: AnthropicRendering,
): readonly JsonValue[] {
  const rendered: JsonValue[] = [];
  const told = new Map<string, string>();
  let results: JsonObject[] = [];
  for (const message of orderedMessages(messages)) {
    if (message.role === "tool") {
      results.push(renderResult(message, told));
      continue;
    }
    rendered.push(...resultTurn(results));
    results = [];
    if (message.role !== "assistant") rendered.push(textTurn("user", message.content));
    else pushAssistant(rendered, message, { ...rendering, told });
  }
  return [...rendered, ...resultTurn(results)];
}

/** One user turn with all results, those that are told as text behind the others; none without results. */
function resultTurn(results: readonly JsonObject[]): readonly JsonObject[] {
  if (results.length === 0) return [];
  const isTold = ({ type }: JsonObject): boolean => type === "text";
  const content = [...results.filter((each) => !isTold(each)), ...results.filter(isTold)];
  return [{ role: "user", content }];
}

interface Telling extends AnthropicRendering {
  /** Calls that were told as text, by id, with the name of their tool. */
  readonly told: Map<string, string>;
}

function pushAssistant(rendered: JsonValue[], message: Assistant, telling: Telling): void {
  if (rendered.length === 0) rendered.push(textTurn("user", ""));
  const { suffix, blocks } = telling.replays.next(message, rendered);
  if (suffix !== null) {
    rendered.splice(0, rendered.length, ...withSuffix("messages", rendered, suffix));
  }
  const content = blocks ?? neutralBlocks(message, telling);
  if (content.length > 0) rendered.push({ role: "assistant", content });
}

function neutralBlocks({ content, toolCalls }: Assistant, telling: Telling): readonly JsonValue[] {
  const text = content.trim() === "" ? [] : [{ type: "text", text: content }];
  return [...text, ...toolCalls.map((call) => renderCall(call, telling))];
}

function renderCall(call: ToolCall, { toolNames, told }: Telling): JsonObject {
  const { id, name, argumentsText } = call;
  if (toolNames.has(name)) {
    return { type: "tool_use", id: safeId(id), name, input: call.arguments ?? {} };
  }
  told.set(id, name);
  return { type: "text", text: `[called ${name} with ${argumentsText}]` };
}

function renderResult(result: ToolResult, told: ReadonlyMap<string, string>): JsonObject {
  const name = told.get(result.toolCallId);
  if (name !== undefined) {
    return { type: "text", text: `[result of ${name}: ${result.content}]` };
  }
  return {
    type: "tool_result",
    tool_use_id: safeId(result.toolCallId),
    content: result.content,
    is_error: result.isError,
  };
}

/** The API takes ids of `A-Z a-z 0-9 _ -` only; every other character is written by its code. */
function safeId(id: string): string {
  return id.replace(/[^A-Za-z0-9_-]/gu, (character) => `_${character.codePointAt(0) ?? 0}_`);
}

function textTurn(role: "user" | "assistant", text: string): JsonObject {
  return { role, content: [{ type: "text", text: text.trim() === "" ? blankText : text }] };
}
