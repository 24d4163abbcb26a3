import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { ServerResponse } from "node:http";
import type { FakeAnswer, FakeBody, FakeBreak, FakeCalls, FakeText } from "./fake-answer.ts";
import type { FakeRequest } from "./fake-request.ts";
import { fakeUsage } from "./fake-usage.ts";

/** One request with what names its answer. */
export interface Answering {
  readonly request: FakeRequest;
  readonly answerId: string;
}

/** An answer as it goes over the wire, and as the log has it. */
export interface RenderedAnswer {
  /** Null when not even the headers are sent. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
  /** Null when no whole completion with usage is sent. */
  readonly usage: JsonObject | null;
  /** Null when no whole completion is sent. */
  readonly answerId: string | null;
  /** What is left out of it. */
  readonly broken: Pick<FakeBreak, "kind" | "after"> | null;
}

/** The bytes of an answer. */
export function renderAnswer(answer: FakeAnswer, answering: Answering): RenderedAnswer {
  if (typeof answer === "string") return completion({ kind: "text", content: answer }, answering);
  switch (answer.kind) {
    case "text":
    case "calls":
      return completion(answer, answering);
    case "body":
      return plainBody(answer);
    case "cut":
    case "silence":
      return brokenCompletion(answer, answering);
    default:
      return answer satisfies never;
  }
}

/** Sends an answer, as far as it is meant to get. */
export function writeAnswer(response: ServerResponse, answer: RenderedAnswer): void {
  const { broken, bytes, status } = answer;
  if (status !== null) {
    response.writeHead(status, { ...answer.headers, "content-length": bytes.length });
  }
  if (broken === null) {
    response.end(bytes);
    return;
  }
  if (broken.after === "headers") response.flushHeaders();
  const cut = (): void => {
    if (broken.kind === "cut") response.destroy();
  };
  if (broken.after === "half") response.write(bytes.subarray(0, bytes.length >> 1), cut);
  else cut();
}

function completion(
  answer: FakeText | FakeCalls,
  { request, answerId }: Answering,
): RenderedAnswer {
  const message = answer.kind === "text" ? textMessage(answer) : callsMessage(answer);
  const usage = answer.usage === undefined ? fakeUsage(request.messages, message) : answer.usage;
  const finishReason = answer.kind === "text" ? (answer.finishReason ?? "stop") : "tool_calls";
  const body = {
    id: answerId,
    object: "chat.completion",
    created: Math.floor(Date.now() / 1000),
    model: request.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
    ...(usage !== null && { usage }),
  };
  return {
    status: 200,
    headers: { "content-type": "application/json", "x-request-id": answerId },
    bytes: Buffer.from(JSON.stringify(body)),
    usage,
    answerId,
    broken: null,
  };
}

function brokenCompletion(broken: FakeBreak, answering: Answering): RenderedAnswer {
  const whole = completion({ kind: "text", content: "This is never sent whole." }, answering);
  const status = broken.after === "request" ? null : whole.status;
  return { ...whole, status, usage: null, answerId: null, broken };
}

function textMessage(answer: FakeText): JsonObject {
  return { role: "assistant", content: answer.content, refusal: null, ...answer.message };
}

function callsMessage(answer: FakeCalls): JsonObject {
  const calls = answer.calls.map((call, index) => ({
    id: call.id ?? `call_${index}`,
    type: "function",
    function: { name: call.name, arguments: textOf(call.arguments) },
  }));
  return { role: "assistant", content: answer.content ?? null, refusal: null, tool_calls: calls };
}

function textOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function plainBody(answer: FakeBody): RenderedAnswer {
  const { status = 200, headers = {}, body } = answer;
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return {
    status,
    headers: { "content-type": type, ...headers },
    bytes: bytesOf(body),
    usage: null,
    answerId: null,
    broken: null,
  };
}

function bytesOf(body: JsonValue): Buffer {
  if (isJsonObject(body) && typeof body["base64"] === "string") {
    return Buffer.from(body["base64"], "base64");
  }
  return Buffer.from(textOf(body));
}
