import { InvalidRequestError, type ChatRequest, type ChatResult } from "@minference/protocol";
import { bodyText, openAIChatBody, requestHashOf, type OpenAIChatBody } from "@minference/wire";
import type { ChatClient, CompleteOptions } from "../client/chat-client.ts";
import { openAIProfile } from "../profile/openai-profiles.ts";
import { HttpTransport } from "../transport/http-transport.ts";
import { chatResult } from "./chat-result.ts";
import {
  openAISettings,
  positive,
  type OpenAIClientOptions,
  type OpenAIEndpoint,
  type OpenAISettings,
} from "./openai-options.ts";
import { OpenAISender } from "./openai-sender.ts";
import { requireChat } from "./require-chat.ts";

/**
 * A client of OpenAI's API, or of a server that speaks it, over the official SDK with our own fetch.
 *
 * It sends chat completions in text mode. The key is in no log, error, inspection or result.
 *
 * @throws {AuthError} a key is blank or holds what no header takes.
 * @throws {InvalidRequestError} a URL or a number among the options cannot be used.
 */
export function createOpenAIClient(options: OpenAIClientOptions): ChatClient {
  return new OpenAIClient(openAISettings(options));
}

class OpenAIClient implements ChatClient {
  readonly name = "openai";
  readonly contextLength: number | null;
  readonly #settings: OpenAISettings;
  readonly #transport: HttpTransport;
  readonly #sender: OpenAISender;

  constructor(settings: OpenAISettings) {
    this.contextLength = settings.contextLength;
    this.#settings = settings;
    this.#transport = new HttpTransport(this.name, settings.limits);
    this.#sender = new OpenAISender(this.#transport, settings.headers);
  }

  check(request: ChatRequest): readonly string[] {
    return this.#render(request, this.#endpoint(request)).envelope.warnings;
  }

  async complete(request: ChatRequest, options: CompleteOptions = {}): Promise<ChatResult> {
    const { clock, totalMs } = this.#settings;
    const endpoint = this.#endpoint(request);
    const rendered = this.#render(request, endpoint);
    const body = bodyText(rendered.envelope, rendered.messages);
    const startedAt = new Date(clock.now());
    const exchange = await this.#sender.send({
      endpoint,
      path: "/chat/completions",
      body,
      totalMs: positive(options.timeoutMs ?? totalMs, "timeoutMs"),
      signal: options.signal ?? null,
    });
    return chatResult({
      client: this.name,
      rendered,
      requestHash: requestHashOf(body),
      exchange,
      secret: endpoint.apiKey,
      startedAt,
      endedAt: new Date(clock.now()),
    });
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #render(request: ChatRequest, endpoint: OpenAIEndpoint): OpenAIChatBody {
    const model = this.#model(request, endpoint);
    const { modelOf, profiles } = this.#settings;
    const profile = openAIProfile(modelOf.get(model) ?? model, profiles);
    if (!endpoint.forcesChat) requireChat(request, profile, model);
    return openAIChatBody(request, profile, model);
  }

  #endpoint(request: ChatRequest): OpenAIEndpoint {
    const { main, endpoints } = this.#settings;
    if (request.client !== this.name) throw wrongClient(request);
    if (request.endpoint === null) return main;
    const endpoint = endpoints.get(request.endpoint);
    if (endpoint === undefined) throw unknownEndpoint(request.endpoint, [...endpoints.keys()]);
    return endpoint;
  }

  #model(request: ChatRequest, endpoint: OpenAIEndpoint): string {
    const model = request.model ?? endpoint.defaultModel;
    if (model !== null) return model;
    throw new InvalidRequestError({
      problem: "The request names no model and the client openai has no default one",
      remedy: "Set model on the LLMConfig, or OPENAI_MODEL, or defaultModel of the client",
      path: "model",
    });
  }
}

function wrongClient(request: ChatRequest): InvalidRequestError {
  return new InvalidRequestError({
    problem: `A request for the client ${request.client} was given to the client openai`,
    remedy: `Give it to the client ${request.client}`,
    path: "client",
  });
}

function unknownEndpoint(name: string, known: readonly string[]): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The client openai has no endpoint ${name}`,
    remedy:
      known.length === 0 ? "It has none: leave endpoint null" : `Use one of ${known.join(", ")}`,
    path: "endpoint",
  });
}
