import {
  InvalidRequestError,
  TooLargeError,
  type ChatRequest,
  type ChatResult,
  type LLMClient,
} from "@minference/protocol";
import { bodyText, requestHashOf } from "@minference/wire";
import type { HttpTransport } from "../transport/http-transport.ts";
import type { ChatClient, CompleteOptions } from "./chat-client.ts";
import { chatResult } from "./chat-result.ts";
import { positive, type ClientEndpoint, type ClientSettings } from "./client-settings.ts";
import { clientVariables } from "./client-variables.ts";
import type { RenderedRequest } from "./rendered-request.ts";
import type { SdkSender } from "./sdk-sender.ts";

/** What makes a client one of its provider. */
export interface SdkChatClientParts {
  readonly name: LLMClient;
  readonly settings: ClientSettings;
  readonly transport: HttpTransport;
  readonly sender: SdkSender;
  /** Most bytes of a body that the API takes; null: not known. */
  readonly maxRequestBytes: number | null;
  /**
   * Pure; `model` is the one to be named in the body.
   *
   * @throws {InvalidRequestError} the model or the API cannot take the request.
   */
  readonly render: (
    request: ChatRequest,
    model: string,
    endpoint: ClientEndpoint,
  ) => RenderedRequest;
}

/** A client over an official SDK. All providers share it; they differ in how a request is rendered. */
export class SdkChatClient implements ChatClient {
  readonly name: LLMClient;
  readonly contextLength: number | null;
  readonly #parts: SdkChatClientParts;

  constructor(parts: SdkChatClientParts) {
    this.name = parts.name;
    this.contextLength = parts.settings.contextLength;
    this.#parts = parts;
  }

  check(request: ChatRequest): readonly string[] {
    return this.#render(request, this.#endpoint(request)).envelope.warnings;
  }

  async complete(request: ChatRequest, options: CompleteOptions = {}): Promise<ChatResult> {
    const { settings, sender } = this.#parts;
    const endpoint = this.#endpoint(request);
    const rendered = this.#render(request, endpoint);
    const body = bodyText(rendered.envelope, rendered.messages);
    this.#checkSize(body);
    const startedAt = new Date(settings.clock.now());
    const exchange = await sender.send({
      endpoint,
      path: rendered.path,
      body,
      totalMs: positive(options.timeoutMs ?? settings.totalMs, "timeoutMs"),
      signal: options.signal ?? null,
    });
    return chatResult({
      client: this.name,
      rendered,
      requestHash: requestHashOf(body),
      exchange,
      secret: endpoint.apiKey,
      startedAt,
      endedAt: new Date(settings.clock.now()),
    });
  }

  close(): Promise<void> {
    return this.#parts.transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** C8: what the API would refuse after reading it is not sent. */
  #checkSize(body: string): void {
    const { maxRequestBytes } = this.#parts;
    if (maxRequestBytes === null) return;
    const bytes = Buffer.byteLength(body);
    if (bytes <= maxRequestBytes) return;
    throw new TooLargeError({
      problem: `The request has ${bytes} bytes, ${this.name} takes at most ${maxRequestBytes}`,
      remedy: "Shorten the conversation",
      path: "messages",
    });
  }

  #render(request: ChatRequest, endpoint: ClientEndpoint): RenderedRequest {
    return this.#parts.render(request, this.#model(request, endpoint), endpoint);
  }

  #endpoint(request: ChatRequest): ClientEndpoint {
    const { main, endpoints } = this.#parts.settings;
    if (request.client !== this.name) throw wrongClient(request, this.name);
    if (request.endpoint === null) return main;
    const endpoint = endpoints.get(request.endpoint);
    if (endpoint !== undefined) return endpoint;
    throw unknownEndpoint(request.endpoint, this.name, [...endpoints.keys()]);
  }

  #model(request: ChatRequest, endpoint: ClientEndpoint): string {
    const model = request.model ?? endpoint.defaultModel;
    if (model !== null) return model;
    const variable = clientVariables[this.name].replace(/_API_KEY$|_ENDPOINT$/, "_MODEL");
    throw new InvalidRequestError({
      problem: `The request names no model and the client ${this.name} has no default one`,
      remedy: `Set model on the LLMConfig, or ${variable}, or defaultModel of the client`,
      path: "model",
    });
  }
}

function wrongClient(request: ChatRequest, name: LLMClient): InvalidRequestError {
  return new InvalidRequestError({
    problem: `A request for the client ${request.client} was given to the client ${name}`,
    remedy: `Give it to the client ${request.client}`,
    path: "client",
  });
}

function unknownEndpoint(
  endpoint: string,
  name: LLMClient,
  known: readonly string[],
): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The client ${name} has no endpoint ${endpoint}`,
    remedy:
      known.length === 0 ? "It has none: leave endpoint null" : `Use one of ${known.join(", ")}`,
    path: "endpoint",
  });
}
