import { isJsonObject, type JsonObject, type JsonValue } from "@minference/protocol";
import type { ServerResponse } from "node:http";
import { completionBody } from "./completion-body.ts";
import type { FakeAnswer, FakeBody, FakeBreak, FakeCalls, FakeText } from "./fake-answer.ts";
import type { FakeRequest } from "./fake-request.ts";

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
      return plainBody(answer, answering);
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

function completion(answer: FakeText | FakeCalls, answering: Answering): RenderedAnswer {
  const { request, answerId } = answering;
  const { body, usage } = completionBody(answer, request, answerId);
  const idHeader = request.wire === "openai" ? "x-request-id" : "request-id";
  return {
    status: 200,
    headers: { "content-type": "application/json", [idHeader]: answerId },
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

function plainBody(answer: FakeBody, { request }: Answering): RenderedAnswer {
  const { status = 200, headers = {}, anthropicBody } = answer;
  const isOwn = request.wire === "anthropic" && anthropicBody !== undefined;
  const body = isOwn ? anthropicBody : answer.body;
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
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}
