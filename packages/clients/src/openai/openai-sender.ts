import { ProtocolError } from "@minference/protocol";
import OpenAI from "openai";
import type { Exchange, HttpTransport } from "../transport/http-transport.ts";
import type { OpenAIEndpoint } from "./openai-options.ts";

/** One body to send. */
export interface OpenAIPost {
  readonly endpoint: OpenAIEndpoint;
  /** Path below the base URL. */
  readonly path: string;
  readonly body: string;
  readonly totalMs: number;
  readonly signal: AbortSignal | null;
}

/** The way of one post through the SDK: it rides there as `client` and is met again in our fetch. */
class Passage {
  readonly post: OpenAIPost;
  exchange: Exchange | null = null;

  constructor(post: OpenAIPost) {
    this.post = post;
  }
}

/**
 * Sends bodies through the official SDK. The SDK makes the address and calls our fetch; the fetch sets the
 * headers itself, so none of the SDK's or of the environment goes out, and keeps what came back away from
 * the SDK, which loses error bodies (fact 18). The SDK never holds a key.
 */
export class OpenAISender {
  readonly #transport: HttpTransport;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #sdks = new Map<OpenAIEndpoint, OpenAI>();
  /** What the SDK sees of every answer: nothing to read, so one object serves all calls. */
  readonly #handled = new Response(null, { status: 204 });

  constructor(transport: HttpTransport, headers: Readonly<Record<string, string>>) {
    this.#transport = transport;
    this.#headers = headers;
  }

  /**
   * Sends `post` once, and gives what came back.
   *
   * @throws {ProtocolError} the SDK is one that this does not work with.
   */
  async send(post: OpenAIPost): Promise<Exchange> {
    const passage = new Passage(post);
    await this.#sdk(post.endpoint)
      .post(post.path, {
        body: post.body,
        headers: { "content-type": "application/json" },
        fetchOptions: { client: passage },
      })
      .asResponse();
    if (passage.exchange !== null) return passage.exchange;
    throw new ProtocolError({
      problem: "The installed openai SDK does not hand its fetch options on to its fetch",
      remedy: "Install the version of openai that @minference/clients depends on",
    });
  }

  #sdk(endpoint: OpenAIEndpoint): OpenAI {
    const known = this.#sdks.get(endpoint);
    if (known !== undefined) return known;
    const sdk = new OpenAI({
      // given explicitly, or the SDK reads the environment; the key itself is set by our fetch
      apiKey: "unused",
      adminAPIKey: null,
      webhookSecret: null,
      organization: null,
      project: null,
      baseURL: endpoint.baseURL,
      maxRetries: 0,
      logLevel: "off",
      fetch: (url, init) => this.#fetch(addressOf(url), init),
    });
    this.#sdks.set(endpoint, sdk);
    return sdk;
  }

  /** Keeps the answer in the passage, away from the SDK. */
  async #fetch(url: string, init: object | undefined): Promise<Response> {
    const passage = init !== undefined && "client" in init ? init.client : null;
    if (!(passage instanceof Passage)) return this.#handled;
    const { endpoint, body, totalMs, signal } = passage.post;
    const headers = {
      accept: "application/json",
      authorization: `Bearer ${endpoint.apiKey.reveal()}`,
      "content-type": "application/json",
      "user-agent": "minference",
      ...this.#headers,
    };
    passage.exchange = await this.#transport.send({ url, headers, body, totalMs, signal });
    return this.#handled;
  }
}

function addressOf(target: string | URL | Request): string {
  if (typeof target === "string") return target;
  return "href" in target ? target.href : target.url;
}
