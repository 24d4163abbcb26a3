import { failureOf, type Failure } from "@minference/wire";
import { Agent, request, type Dispatcher } from "undici";
import { AbortHub } from "./abort-hub.ts";
import { BodyReader } from "./body-reader.ts";
import { networkFailure } from "./network-failure.ts";
import { timerMs } from "./timer.ts";

/** Limits of a transport, without optionals. */
export interface TransportLimits {
  /** Milliseconds for TCP and TLS. */
  readonly connectMs: number;
  /** Milliseconds of silence before the headers or between two pieces of the body; null: no such clock. */
  readonly idleMs: number | null;
  /** Most bytes of a body, compressed or not. */
  readonly maxBodyBytes: number;
  /** Most connections to one origin. */
  readonly connections: number;
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
  /** The body, as far as it came; null when there was none. */
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
  readonly #agent: Agent;
  readonly #aborts = new AbortHub();

  constructor(provider: string, limits: TransportLimits) {
    this.#provider = provider;
    this.#limits = limits;
    this.#agent = new Agent({
      connections: limits.connections,
      connect: { timeout: timerMs(limits.connectMs) },
    });
  }

  /** Sends `post` once and reads the answer to its end. */
  async send(post: Post): Promise<Exchange> {
    const stop = new Stop(this.#provider);
    if (post.signal?.aborted === true) return { ...nothing, failure: stop.aborted() };
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
  async close(): Promise<void> {
    if (!this.#agent.destroyed) await this.#agent.destroy();
  }

  async #exchange(post: Post, stop: Stop): Promise<Exchange> {
    let head: Pick<Exchange, "httpStatus" | "headers"> = nothing;
    const reader = new BodyReader(this.#limits.maxBodyBytes);
    try {
      const response = await this.#request(post, stop);
      head = { httpStatus: response.statusCode, headers: firstValues(response.headers) };
      const failure = await reader.read(response.body, this.#provider);
      if (failure !== null) return { ...head, text: reader.text(), failure };
    } catch (error) {
      const text = head.httpStatus === null ? null : reader.text();
      return { ...head, text, failure: stop.failure ?? networkFailure(error, this.#provider) };
    }
    const encoding = head.headers.get("content-encoding")?.trim().toLowerCase() ?? "";
    const decoded = await reader.decoded(encoding, this.#provider);
    return typeof decoded === "string"
      ? { ...head, text: decoded, failure: null }
      : { ...head, text: null, failure: decoded };
  }

  #request(post: Post, stop: Stop): Promise<Dispatcher.ResponseData> {
    const idleMs = this.#limits.idleMs === null ? 0 : timerMs(this.#limits.idleMs);
    return request(post.url, {
      method: "POST",
      headers: post.headers,
      body: post.body,
      dispatcher: this.#agent,
      signal: stop.signal,
      headersTimeout: idleMs,
      bodyTimeout: idleMs,
    });
  }
}

const nothing: Exchange = { httpStatus: null, headers: new Map(), text: null, failure: null };

/** What ends one exchange before its answer: the caller or the total clock, whichever is first. */
class Stop {
  readonly #provider: string;
  readonly #controller = new AbortController();
  #failure: Failure | null = null;

  constructor(provider: string) {
    this.#provider = provider;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Null as long as nothing ended the exchange. */
  get failure(): Failure | null {
    return this.#failure;
  }

  aborted(): Failure {
    return failureOf(
      "aborted",
      `The request to ${this.#provider} was aborted. Run the thread again.`,
    );
  }

  abort(): void {
    this.#end(this.aborted());
  }

  timeOut(totalMs: number): void {
    this.#end(
      failureOf(
        "timeout",
        `${this.#provider} did not answer within ${totalMs} ms (total clock). Run the thread again, or allow more time.`,
      ),
    );
  }

  #end(failure: Failure): void {
    this.#failure ??= failure;
    this.#controller.abort();
  }
}

function firstValues(headers: Dispatcher.ResponseData["headers"]): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) values.set(name.toLowerCase(), first);
  }
  return values;
}
