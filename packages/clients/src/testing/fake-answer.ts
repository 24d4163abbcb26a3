import type { JsonObject, JsonValue } from "@minference/protocol";

/** A tool call that the fake provider answers with. */
export interface FakeCall {
  /** `call_` and the call's place when absent. */
  readonly id?: string;
  readonly name: string;
  /** JSON text, or a value that is written as such. */
  readonly arguments: JsonValue;
}

/** Fields of an answer that takes its time. */
interface Timed {
  /** Milliseconds before the first byte; the provider's own latency when absent. */
  readonly latencyMs?: number;
}

/** A chat completion with text. */
export interface FakeText extends Timed {
  readonly kind: "text";
  readonly content: string | null;
  /** `stop` when absent. */
  readonly finishReason?: string;
  /** Counted from the texts when absent; null: the answer has none. */
  readonly usage?: JsonObject | null;
  /** Further fields of the message, such as `refusal`. */
  readonly message?: JsonObject;
}

/** A chat completion with tool calls. */
export interface FakeCalls extends Timed {
  readonly kind: "calls";
  readonly calls: readonly FakeCall[];
  readonly content?: string | null;
  readonly usage?: JsonObject | null;
}

/** Any HTTP answer: an error, a page, garbage. */
export interface FakeBody extends Timed {
  readonly kind: "body";
  /** 200 when absent. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text is sent as it is, bytes as `{ base64 }`, all else as JSON. */
  readonly body: JsonValue;
}

/** The connection is cut, or nothing more comes. */
export interface FakeBreak extends Timed {
  readonly kind: "cut" | "silence";
  /** What goes before: the request is read, the headers are sent, half of the body is sent. */
  readonly after: "request" | "headers" | "half";
}

/** What the fake provider does with one request; a text alone is a chat completion with it. */
export type FakeAnswer = string | FakeText | FakeCalls | FakeBody | FakeBreak;

/** An error as OpenAI words it; with `retryAfter` as header `retry-after`. */
export function fakeError(error: {
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  /** Value of the header, in any form: `"2"`, an HTTP date, garbage. */
  readonly retryAfter?: string;
}): FakeBody {
  const { status, code = null, message = `fake error ${status}`, retryAfter } = error;
  return {
    kind: "body",
    status,
    body: { error: { message, type: code, code, param: null } },
    ...(retryAfter !== undefined && { headers: { "retry-after": retryAfter } }),
  };
}
