import type { Failure } from "@minference/wire";
import { request, type Dispatcher } from "undici";
import { AbortHub } from "./abort-hub.ts";
import { BodyReader } from "./body-reader.ts";
import { createDispatcher, type DispatcherLimits } from "./dispatcher.ts";
import { ExchangeStop } from "./exchange-stop.ts";
import { networkFailure } from "./network-failure.ts";
import { timerMs } from "./timer.ts";

/** Limits of a transport, without optionals. */
export interface TransportLimits extends DispatcherLimits {
  /** Milliseconds of silence before the headers or between two pieces of the body; null: no such clock. */
  readonly idleMs: number | null;
  /** Most bytes of a body, compressed or not. */
  readonly maxBodyBytes: number;
}

/** One POST, as it is sent. */
export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Milliseconds until the answer must be whole, waiting for a connection included. */
  readonly totalMs: number;
  readonly signal: AbortSignal | null;
}

/** What came back. */
export interface Exchange {
  readonly httpStatus: number | null;
  /** The first value of each header, names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body, as far as it came; null when there was none, or it could not be read. */
  readonly text: string | null;
  /** Why it is not whole; null when it is. */
  readonly failure: Failure | null;
}

/**
 * HTTP as one client sends it: over undici, with bounded connections, three clocks, a cap on bodies and no
 * redirects. It throws nothing: what fails is in the exchange.
 */
export class HttpTransport {
  readonly #provider: string;
  readonly #limits: TransportLimits;
  readonly #dispatcher: Dispatcher;
  readonly #aborts = new AbortHub();
  #closing: Promise<void> | null = null;

  /** @throws {InvalidRequestError} a proxy's URL is none. */
  constructor(provider: string, limits: TransportLimits) {
    this.#provider = provider;
    this.#limits = limits;
    this.#dispatcher = createDispatcher(limits);
  }

  /** Sends `post` once and reads the answer to its end. */
  async send(post: Post): Promise<Exchange> {
    const stop = new ExchangeStop(this.#provider);
    if (post.signal?.aborted === true) {
      stop.abort();
      return { ...nothing, failure: stop.failure };
    }
    const unwatch =
      post.signal === null ? null : this.#aborts.watch(post.signal, () => stop.abort());
    const timer = setTimeout(() => stop.timeOut(post.totalMs), timerMs(post.totalMs));
    try {
      return await this.#exchange(post, stop);
    } finally {
      clearTimeout(timer);
      unwatch?.();
    }
  }

  /** Ends all connections; exchanges under way end as `aborted`. Quiet when called again. */
  close(): Promise<void> {
    this.#closing ??= this.#dispatcher.destroy();
    return this.#closing;
  }

  async #exchange(post: Post, stop: ExchangeStop): Promise<Exchange> {
    let head: Pick<Exchange, "httpStatus" | "headers"> = nothing;
    const reader = new BodyReader(this.#provider, this.#limits.maxBodyBytes);
    try {
      const response = await this.#request(post, stop);
      head = { httpStatus: response.statusCode, headers: firstValues(response.headers) };
      const failure = await reader.read(response.body);
      if (failure !== null) return { ...head, text: reader.partialText(encodingOf(head)), failure };
    } catch (error) {
      const failure = stop.failure ?? networkFailure(error, this.#provider);
      const text = head.httpStatus === null ? null : reader.partialText(encodingOf(head));
      return { ...head, text, failure };
    }
    const text = await reader.wholeText(encodingOf(head));
    return typeof text === "string"
      ? { ...head, text, failure: null }
      : { ...head, text: null, failure: text };
  }

  #request(post: Post, { signal }: ExchangeStop): Promise<Dispatcher.ResponseData> {
    // 0 is no clock, to undici
    const idleMs = this.#limits.idleMs === null ? 0 : timerMs(this.#limits.idleMs);
    return request(post.url, {
      method: "POST",
      headers: post.headers,
      body: post.body,
      dispatcher: this.#dispatcher,
      signal,
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
    });
  }
}

const nothing: Exchange = { httpStatus: null, headers: new Map(), text: null, failure: null };

function encodingOf({ headers }: Pick<Exchange, "headers">): string {
  const encoding = headers.get("content-encoding")?.trim().toLowerCase() ?? "";
  return encoding === "" ? "identity" : encoding;
}

function firstValues(headers: Dispatcher.ResponseData["headers"]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) values.set(name.toLowerCase(), first);
  }
  return values;
}
