import { InvalidRequestError, type Clock } from "@minference/protocol";
import type { ProfileRow } from "../profile/profile-row.ts";
import { Secret } from "../secret/secret.ts";
import { parseBaseURL } from "../transport/base-url.ts";
import type { ProxyOptions } from "../transport/dispatcher.ts";
import type { TransportLimits } from "../transport/http-transport.ts";

/** One more server that speaks the same API, chosen by `LLMConfig.endpoint`. */
export interface OpenAIEndpointOptions {
  /** With or without `/v1` and `/chat/completions`; the client's when absent. */
  readonly baseURL?: string;
  /** The client's when absent; a server of another origin has its own. */
  readonly apiKey?: string | Secret;
  /** Model of a config that names none; the client's when absent. */
  readonly defaultModel?: string;
  /** `chat` sends chat completions whatever the model's profile says; the client's when absent. */
  readonly api?: "chat";
}

/** What an openai client is made of. */
export interface OpenAIClientOptions {
  readonly apiKey: string | Secret;
  /** With or without `/v1` and `/chat/completions`; `https://api.openai.com/v1` when absent. */
  readonly baseURL?: string;
  /** Model of a config that names none. */
  readonly defaultModel?: string;
  /** Sent as header `OpenAI-Organization`. */
  readonly organization?: string;
  /** Sent as header `OpenAI-Project`. */
  readonly project?: string;
  /** `chat` sends chat completions whatever the model's profile says. */
  readonly api?: "chat";
  /** Further servers by name. */
  readonly endpoints?: Readonly<Record<string, OpenAIEndpointOptions>>;
  /** The model behind a deployment or an alias: its profile is taken. */
  readonly modelOf?: Readonly<Record<string, string>>;
  /** Rows that are tried before the built-in ones. */
  readonly profiles?: readonly ProfileRow[];
  /** Milliseconds; see {@link OpenAITimeouts}. */
  readonly timeouts?: OpenAITimeouts;
  /** Most bytes of an answer, 16 MiB when absent. */
  readonly maxBodyBytes?: number;
  /** Most connections to one origin, 512 when absent. */
  readonly connections?: number;
  /** Proxies on the way to the server; none when absent. */
  readonly proxy?: ProxyOptions;
  /** Cap of a request's estimated tokens; none when absent. */
  readonly contextLength?: number;
  /** `Date` when absent. */
  readonly clock?: Clock;
}

/** The three clocks of a request, milliseconds. */
export interface OpenAITimeouts {
  /** TCP and TLS; 10,000 when absent. */
  readonly connectMs?: number;
  /** Silence before the headers or between two pieces of the body; no such clock when absent, since a model
   *  may think for minutes before its first byte. */
  readonly idleMs?: number;
  /** The whole answer; 600,000 when absent. */
  readonly totalMs?: number;
}

/** One server, without optionals. */
export interface OpenAIEndpoint {
  readonly baseURL: string;
  readonly apiKey: Secret;
  readonly defaultModel: string | null;
  readonly forcesChat: boolean;
}

/** The options of a client, normalised once. */
export interface OpenAISettings {
  readonly main: OpenAIEndpoint;
  readonly endpoints: ReadonlyMap<string, OpenAIEndpoint>;
  readonly headers: Readonly<Record<string, string>>;
  readonly modelOf: ReadonlyMap<string, string>;
  readonly profiles: readonly ProfileRow[];
  readonly limits: TransportLimits;
  readonly totalMs: number;
  readonly contextLength: number | null;
  readonly clock: Clock;
}

/**
 * Options as the client works with them.
 *
 * @throws {AuthError} a key is blank or holds what no header takes.
 * @throws {InvalidRequestError} a URL is none, a header value holds a line break, or a limit is not positive.
 */
export function openAISettings(options: OpenAIClientOptions): OpenAISettings {
  const main = endpointOf(options, null, "");
  const endpoints = Object.entries(options.endpoints ?? {}).map(
    ([name, endpoint]) => [name, endpointOf(endpoint, main, `endpoints.${name}.`)] as const,
  );
  const { timeouts = {} } = options;
  return {
    main,
    endpoints: new Map(endpoints),
    headers: {
      ...headerOf("openai-organization", options.organization),
      ...headerOf("openai-project", options.project),
    },
    modelOf: new Map(Object.entries(options.modelOf ?? {})),
    profiles: options.profiles ?? [],
    limits: {
      connectMs: positive(timeouts.connectMs ?? 10_000, "timeouts.connectMs"),
      idleMs: timeouts.idleMs === undefined ? null : positive(timeouts.idleMs, "timeouts.idleMs"),
      maxBodyBytes: positive(options.maxBodyBytes ?? 16 * 1024 * 1024, "maxBodyBytes"),
      connections: positive(options.connections ?? 512, "connections"),
      proxy: options.proxy ?? null,
    },
    totalMs: positive(timeouts.totalMs ?? 600_000, "timeouts.totalMs"),
    contextLength:
      options.contextLength === undefined ? null : positive(options.contextLength, "contextLength"),
    clock: options.clock ?? Date,
  };
}

function endpointOf(
  options: OpenAIEndpointOptions,
  main: OpenAIEndpoint | null,
  path: string,
): OpenAIEndpoint {
  const mainURL = main?.baseURL ?? "https://api.openai.com/v1";
  const baseURL =
    options.baseURL === undefined ? mainURL : parseBaseURL(options.baseURL, `${path}baseURL`);
  // a key goes to the origin that it was given for, and to no other (E12)
  const isMainOrigin = new URL(baseURL).origin === new URL(mainURL).origin;
  const inherited = main !== null && isMainOrigin ? main.apiKey : "";
  const apiKey = options.apiKey ?? inherited;
  return {
    baseURL,
    apiKey: typeof apiKey === "string" ? new Secret(apiKey, `${path}apiKey`) : apiKey,
    defaultModel: options.defaultModel ?? main?.defaultModel ?? null,
    forcesChat: options.api === "chat" || main?.forcesChat === true,
  };
}

function headerOf(name: string, value: string | undefined): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (/^[\x20-\x7e]+$/.test(value)) return { [name]: value };
  throw new InvalidRequestError({
    problem: `The value for the header ${name} is empty or holds a character that no HTTP header takes`,
    remedy: "Give printable ASCII",
    path: name,
  });
}

/**
 * `value`, a number above 0.
 *
 * @throws {InvalidRequestError} it is none.
 */
export function positive(value: number, path: string): number {
  if (value > 0) return value;
  throw new InvalidRequestError({
    problem: `${path} is ${String(value)}, not a positive number`,
    remedy: "Give a positive number, or leave it out for the default",
    path,
  });
}
