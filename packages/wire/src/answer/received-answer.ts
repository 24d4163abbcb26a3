import type { JsonObject, JsonValue, LLMClient, NeutralAnswer } from "@minference/protocol";

/** What is known of one exchange, as a raw output stores it: a `RawOutput` is one. */
export interface ReceivedAnswer {
  readonly client: LLMClient;
  readonly envelope: JsonObject;
  /** The body received; `{ text }` when it was no JSON; null when no answer came. */
  readonly rawResult: JsonValue;
  readonly httpStatus: number | null;
  readonly providerRequestId: string | null;
  /** SHA-256 of the body sent; made-up call ids come from it. */
  readonly requestHash: string;
  /** Hash of the rendered messages that were sent; signed blocks are bound to it. */
  readonly wireHash: string;
}

/** What an answer means, and what had to be mended to read it. */
export interface ParsedAnswer {
  readonly answer: NeutralAnswer;
  /** The warnings of the request, then those of reading its answer. */
  readonly warnings: readonly string[];
}
