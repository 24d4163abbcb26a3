import { ProtocolError } from "@minference/protocol";
import type { Exchange, HttpTransport } from "../transport/http-transport.ts";
import type { ClientEndpoint } from "./client-settings.ts";

/** One body to send. */
export interface SdkPost {
  readonly endpoint: ClientEndpoint;
  /** Path below the base URL. */
  readonly path: string;
  readonly body: string;
  readonly totalMs: number;
  readonly signal: AbortSignal | null;
}

/** What of a post the SDK is given. */
export interface SdkPostOptions {
  readonly body: string;
  readonly headers: { readonly "content-type": "application/json" };
  /** Handed on to our fetch; `redirect` is what it does anyway, and gives the SDKs a type that they know. */
  readonly fetchOptions: { readonly client: object; readonly redirect: "manual" };
}

/** The fetch that an SDK is given in place of its own. */
export type SdkFetch = (target: string | URL | Request, init?: object) => Promise<Response>;

/** Posts through an official SDK; it resolves when our fetch has answered. */
export type PostThroughSdk = (path: string, options: SdkPostOptions) => Promise<unknown>;

/** What a sender needs to know of one SDK. */
export interface SdkParts {
  /** Name of the npm package, for messages. */
  readonly sdkName: string;
  readonly transport: HttpTransport;
  /** Opens the SDK for a server; it never gets the key. */
  readonly openSdk: (baseURL: string, fetch: SdkFetch) => PostThroughSdk;
  /** The headers of a post, the key's among them. */
  readonly headersFor: (endpoint: ClientEndpoint) => Readonly<Record<string, string>>;
}

/** The way of one post through the SDK: it rides there as `client` and is met again in our fetch. */
class Passage {
  readonly post: SdkPost;
  exchange: Exchange | null = null;

  constructor(post: SdkPost) {
    this.post = post;
  }
}

/**
 * Sends bodies through an official SDK. The SDK makes the address and calls our fetch; the fetch sets the
 * headers itself, so none of the SDK's or of the environment goes out, and keeps what came back away from
 * the SDK, which loses error bodies (fact 18).
 */
export class SdkSender {
  readonly #parts: SdkParts;
  readonly #sdks = new Map<ClientEndpoint, PostThroughSdk>();
  /** What the SDK sees of every answer: nothing to read, so one object serves all calls. */
  readonly #handled = new Response(null, { status: 204 });

  constructor(parts: SdkParts) {
    this.#parts = parts;
  }

  /**
   * Sends `post` once, and gives what came back.
   *
   * @throws {ProtocolError} the SDK is one that this does not work with.
   */
  async send(post: SdkPost): Promise<Exchange> {
    const passage = new Passage(post);
    await this.#sdk(post.endpoint)(post.path, {
      body: post.body,
      headers: { "content-type": "application/json" },
      fetchOptions: { client: passage, redirect: "manual" },
    });
    if (passage.exchange !== null) return passage.exchange;
    const { sdkName } = this.#parts;
    throw new ProtocolError({
      problem: `The installed ${sdkName} does not hand its fetch options on to its fetch`,
      remedy: `Install the version of ${sdkName} that @minference/clients depends on`,
    });
  }

  #sdk(endpoint: ClientEndpoint): PostThroughSdk {
    const known = this.#sdks.get(endpoint);
    if (known !== undefined) return known;
    const sdk = this.#parts.openSdk(endpoint.baseURL, (target, init) =>
      this.#fetch(addressOf(target), init),
    );
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
      "content-type": "application/json",
      "user-agent": "minference",
      ...this.#parts.headersFor(endpoint),
    };
    const { transport } = this.#parts;
    passage.exchange = await transport.send({ url, headers, body, totalMs, signal });
    return this.#handled;
  }
}

function addressOf(target: string | URL | Request): string {
  if (typeof target === "string") return target;
  return "href" in target ? target.href : target.url;
}
