import type { JsonObject, JsonValue } from "@minference/protocol";

/** A tool call that the fake provider answers with. */
export interface FakeCall {
  /** When absent, `call_` and the call's place; for Anthropic `toolu_`, digits of the request and the place. */
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

/** An answer with text, in the form of the request's wire. */
export interface FakeText extends Timed {
  readonly kind: "text";
  readonly content: string | null;
  /** In OpenAI's words, which Anthropic is told in its own; `stop` when absent. Other words go out as they are. */
  readonly finishReason?: string;
  /** In the form of the wire; counted from the texts when absent; null: the answer has none. */
  readonly usage?: JsonObject | null;
  /** Further fields of the message, such as `refusal`. */
  readonly message?: JsonObject;
}

/** An answer with tool calls, in the form of the request's wire. */
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
  /** Sent in its place to who asks by Anthropic's messages. */
  readonly anthropicBody?: JsonValue;
}

/** The connection is cut, or nothing more comes. */
export interface FakeBreak extends Timed {
  readonly kind: "cut" | "silence";
  /** What goes before: the request is read, the headers are sent, half of the body is sent. */
  readonly after: "request" | "headers" | "half";
}

/** What the fake provider does with one request; a text alone is an answer with it. */
export type FakeAnswer = string | FakeText | FakeCalls | FakeBody | FakeBreak;

/** What a fake error says. */
export interface FakeErrorDetail {
  readonly status: number;
  /** In OpenAI's words, such as `insufficient_quota` or `context_length_exceeded`. */
  readonly code?: string;
  readonly message?: string;
  /** Value of the header, in any form: `"2"`, an HTTP date, garbage. */
  readonly retryAfter?: string;
}

/**
 * An error as OpenAI words it, and to who asks by Anthropic's messages as that words it; with `retryAfter` as header
 * `retry-after`.
 */
export function fakeError(error: FakeErrorDetail): FakeBody {
  const { status, code = null, message = `fake error ${status}`, retryAfter } = error;
  return {
    kind: "body",
    status,
    body: { error: { message, type: code, code, param: null } },
    anthropicBody: anthropicError({ status, code, message }),
    ...(retryAfter !== undefined && { headers: { "retry-after": retryAfter } }),
  };
}

interface PlainError {
  readonly status: number;
  readonly code: string | null;
  readonly message: string;
}

/** Anthropic says in a type what the status says, in a sentence what OpenAI's code says of the context. */
function anthropicError({ status, code, message }: PlainError): JsonObject {
  const type = errorTypes.get(status) ?? (status >= 500 ? "api_error" : "invalid_request_error");
  const isTooLong = code === "context_length_exceeded";
  const isQuota = code === "insufficient_quota";
  return {
    type: "error",
    error: {
      type,
      message: isTooLong ? `prompt is too long: ${message}` : message,
      details: isQuota ? { error_code: "enforced_spend_limit_reached" } : null,
    },
    request_id: null,
  };
}

/** API reference, "Errors". */
const errorTypes: ReadonlyMap<number, string> = new Map([
  [401, "authentication_error"],
  [402, "billing_error"],
  [403, "permission_error"],
  [404, "not_found_error"],
  [413, "request_too_large"],
  [429, "rate_limit_error"],
  [504, "timeout_error"],
  [529, "overloaded_error"],
]);
