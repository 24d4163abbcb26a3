import type { ErrorKind } from "../errors/error-kind.ts";
import type { JsonObject, JsonValue } from "../runtime/json.ts";
import type { FinishReason, LLMClient } from "./llm-client.ts";
import type { Replay, ToolCall } from "./tool-call.ts";

/** Tokens counted by the provider; null where it did not say. */
export interface NeutralUsage {
  readonly model: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly totalTokens: number;
  readonly cacheCreationInputTokens: number | null;
  readonly cacheReadInputTokens: number | null;
  readonly acceptedPredictionTokens: number | null;
  readonly audioTokens: number | null;
  readonly reasoningTokens: number | null;
  readonly rejectedPredictionTokens: number | null;
  readonly cachedTokens: number | null;
  /** Money, only where the provider itself reports it. */
  readonly cost: number | null;
}

/** What went wrong with one answer, as it is stored. */
export interface OutputError {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly message: string;
  readonly retryable: boolean;
  readonly httpStatus: number | null;
  readonly providerRequestId: string | null;
}

/** One JSON object of an answer: the arguments of a tool call, or JSON found in the text. */
export interface NeutralJsonObject {
  readonly name: string;
  readonly object: JsonObject;
  /** The call that it came with; null for JSON out of text. */
  readonly toolCallId: string | null;
}

/** What an answer means, in no provider's format. */
export interface NeutralAnswer {
  readonly content: string | null;
  readonly reasoning: string | null;
  readonly toolCalls: readonly ToolCall[];
  readonly jsonObjects: readonly NeutralJsonObject[];
  readonly replay: Replay | null;
  /** Null: unknown, not zero. */
  readonly usage: NeutralUsage | null;
  readonly error: OutputError | null;
  readonly finishReason: FinishReason;
}

/** The part of a request that its raw output keeps beside the messages. */
export interface SentRequest {
  /** The body sent, without its messages, and what parsing needs to know of the request. */
  readonly envelope: JsonObject;
  /** The messages as they were rendered into the body, in order. */
  readonly messages: readonly JsonValue[];
  /** SHA-256 of the exact bytes sent: 64 hex digits. */
  readonly requestHash: string;
}

/** What a client gives for one request: what was sent, what came back verbatim, and what it means. */
export interface ChatResult {
  readonly client: LLMClient;
  readonly sent: SentRequest;
  /** The body received; `{ text }` when it was no JSON; null when no answer came. */
  readonly rawResult: JsonValue;
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly httpStatus: number | null;
  readonly providerRequestId: string | null;
  /** Milliseconds to wait before another attempt, as the provider said; null when it did not. */
  readonly retryAfterMs: number | null;
  readonly answer: NeutralAnswer;
  readonly warnings: readonly string[];
}
