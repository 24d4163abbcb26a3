import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import { storableJson } from "@minference/wire";
import type { FakeCalls, FakeText } from "./fake-answer.ts";
import type { FakeRequest } from "./fake-request.ts";
import { fakeUsage } from "./fake-usage.ts";

/** A whole answer as one wire words it. */
export interface CompletionBody {
  readonly body: JsonObject;
  /** Null when the answer has none. */
  readonly usage: JsonObject | null;
}

/** A text or calls as the wire of `request` words them. */
export function completionBody(
  answer: FakeText | FakeCalls,
  request: FakeRequest,
  answerId: string,
): CompletionBody {
  const said = saidIn(answer, request);
  const usage = answer.usage === undefined ? fakeUsage(request, said) : answer.usage;
  const finish = answer.kind === "text" ? (answer.finishReason ?? "stop") : ("tool_calls" as const);
  const further = answer.kind === "text" ? (answer.message ?? {}) : {};
  const worded = { ...said, content: answer.content ?? null, finish, further };
  const body =
    request.wire === "openai"
      ? chatCompletion(worded, { request, answerId })
      : claudeMessage(worded, { request, answerId });
  return { body: { ...body, ...(usage !== null && { usage }) }, usage };
}

interface Said {
  readonly text: string;
  readonly calls: readonly SaidCall[];
}

interface SaidCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: JsonValue;
}

interface Worded extends Said {
  readonly content: string | null;
  /** In OpenAI's words. */
  readonly finish: string;
  readonly further: JsonObject;
}

interface Answered {
  readonly request: FakeRequest;
  readonly answerId: string;
}

function saidIn(answer: FakeText | FakeCalls, { wire, bodySha256 }: FakeRequest): Said {
  const calls = answer.kind === "text" ? [] : answer.calls;
  // Anthropic takes each id once in a conversation
  const prefix = wire === "openai" ? "call" : `toolu_${bodySha256.slice(0, 16)}`;
  return {
    text: answer.content ?? "",
    calls: calls.map((call, index) => ({ ...call, id: call.id ?? `${prefix}_${index}` })),
  };
}

function chatCompletion(worded: Worded, { request, answerId }: Answered): JsonObject {
  const { content, calls, finish, further } = worded;
  const entries = calls.map(({ id, name, arguments: given }) => ({
    id,
    type: "function",
    function: { name, arguments: typeof given === "string" ? given : JSON.stringify(given) },
  }));
  const message = {
    ...{ role: "assistant", content, refusal: null, ...further },
    ...(entries.length > 0 && { tool_calls: entries }),
  };
  return {
    id: answerId,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
  };
}

function claudeMessage(worded: Worded, { request, answerId }: Answered): JsonObject {
  const { content, calls, finish, further } = worded;
  const uses = calls.map(({ id, name, arguments: given }) => ({
    ...{ type: "tool_use", id, name, input: inputOf(given) },
  }));
  const text = content === null || content === "" ? [] : [{ type: "text", text: content }];
  return {
    id: answerId,
    type: "message",
    role: "assistant",
    model: request.model,
    content: [...text, ...uses],
    stop_reason: stopReasons.get(finish) ?? finish,
    stop_sequence: null,
    ...further,
  };
}

/** Anthropic has no text of arguments: JSON text is its value. */
function inputOf(given: JsonValue): JsonValue {
  const value = typeof given === "string" ? (storableJson(given) ?? given) : given;
  return isJsonObject(value) ? value : { value };
}

const stopReasons: ReadonlyMap<string, string> = new Map([
  ["stop", "end_turn"],
  ["length", "max_tokens"],
  ["tool_calls", "tool_use"],
  ["content_filter", "refusal"],
]);
