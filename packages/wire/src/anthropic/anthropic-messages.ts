import type { JsonObject, JsonValue, NeutralMessage, ToolCall } from "@minference/protocol";
import { withSuffix } from "../body/patched-messages.ts";
import { orderedMessages } from "../messages/ordered-messages.ts";
import type { ReplayCheck } from "./anthropic-replay.ts";
import { SentCalls } from "./sent-calls.ts";

type Assistant = Extract<NeutralMessage, { readonly role: "assistant" }>;
type ToolResult = Extract<NeutralMessage, { readonly role: "tool" }>;

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
  const calls = new SentCalls();
  let results: JsonObject[] = [];
  for (const message of orderedMessages(messages)) {
    if (message.role === "tool") {
      results.push(renderResult(message, calls));
      continue;
    }
    rendered.push(...resultTurn(results));
    results = [];
    if (message.role !== "assistant") rendered.push(userTurn(message.content));
    else pushAssistant(rendered, message, { ...rendering, calls });
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

interface Rendering extends AnthropicRendering {
  readonly calls: SentCalls;
}

function pushAssistant(rendered: JsonValue[], message: Assistant, rendering: Rendering): void {
  if (rendered.length === 0) rendered.push(userTurn(""));
  const { suffix, blocks } = rendering.replays.next(message, rendered);
  if (suffix !== null)
    rendered.splice(-1, 1, ...withSuffix("messages", rendered.slice(-1), suffix));
  if (blocks !== null) for (const { id } of message.toolCalls) rendering.calls.asItCame(id);
  const content = blocks ?? neutralBlocks(message, rendering);
  if (content.length > 0) rendered.push({ role: "assistant", content });
}

function neutralBlocks(
  { content, toolCalls }: Assistant,
  rendering: Rendering,
): readonly JsonValue[] {
  const text = content.trim() === "" ? [] : [{ type: "text", text: content }];
  return [...text, ...toolCalls.map((call) => renderCall(call, rendering))];
}

function renderCall(call: ToolCall, { toolNames, calls }: Rendering): JsonObject {
  const { id, name, argumentsText } = call;
  if (toolNames.has(name)) {
    return { type: "tool_use", id: calls.block(id), name, input: call.arguments ?? {} };
  }
  calls.text(id, name);
  return { type: "text", text: `[called ${name} with ${argumentsText}]` };
}

function renderResult({ toolCallId, content, isError }: ToolResult, calls: SentCalls): JsonObject {
  const call = calls.of(toolCallId);
  if (call.form === "text") return { type: "text", text: `[result of ${call.name}: ${content}]` };
  return {
    type: "tool_result",
    tool_use_id: call.id,
    content: notBlank(content),
    is_error: isError,
  };
}

function userTurn(text: string): JsonObject {
  return { role: "user", content: [{ type: "text", text: notBlank(text) }] };
}

/** The API refuses a text without a visible character, and a failed result without text. */
function notBlank(text: string): string {
  return text.trim() === "" ? "(empty)" : text;
}
