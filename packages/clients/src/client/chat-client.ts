import type { ChatRequest, ChatResult, LLMClient } from "@minference/protocol";

/** How one request is sent. */
export interface CompleteOptions {
  /** Cancels the request; the result then has the error `aborted`. */
  readonly signal?: AbortSignal;
  /** Milliseconds until the answer must be whole; the client's total clock when absent. */
  readonly timeoutMs?: number;
}

/** Our adapter to one provider. Twins for all providers; what fails at the provider is in the result. */
export interface ChatClient {
  readonly name: LLMClient;

  /** Cap of a request's estimated tokens, answer included; null: none. The orchestrator keeps it. */
  readonly contextLength: number | null;

  /**
   * The warnings that sending `request` would give. Pure: nothing is sent or changed.
   *
   * @throws {InvalidRequestError} the model, the endpoint or the API cannot take the request.
   */
  check(request: ChatRequest): readonly string[];

  /**
   * Sends `request` once and gives what was sent, what came back and what it means. It never tries again:
   * the orchestrator has the one retry loop. A failure of the provider, the network, a clock or an abort is
   * `answer.error` of the result, not an exception.
   *
   * @throws {InvalidRequestError} as {@link check}, or `timeoutMs` is not above 0; nothing was sent.
   * @throws {TooLargeError} the body is larger than the API takes; nothing was sent.
   */
  complete(request: ChatRequest, options?: CompleteOptions): Promise<ChatResult>;

  /** Ends the client's connections; requests in flight end as `aborted`. Quiet when called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
