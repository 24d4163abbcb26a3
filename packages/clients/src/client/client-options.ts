import type { Clock } from "@minference/protocol";
import type { ProfileRow } from "../profile/profile-row.ts";
import type { Secret } from "../secret/secret.ts";
import type { ProxyOptions } from "../transport/dispatcher.ts";

/** One more server that speaks the same API, chosen by `LLMConfig.endpoint`. */
export interface EndpointOptions {
  /** With or without its version and the path of the API; the client's when absent. */
  readonly baseURL?: string;
  /** The client's when absent; a server of another origin has its own. */
  readonly apiKey?: string | Secret;
  /** Model of a config that names none; the client's when absent. */
  readonly defaultModel?: string;
}

/** What every client is made of. */
export interface ClientOptions<Endpoint extends EndpointOptions = EndpointOptions> {
  readonly apiKey: string | Secret;
  /** With or without its version and the path of the API; the provider's own when absent. */
  readonly baseURL?: string;
  /** Model of a config that names none. */
  readonly defaultModel?: string;
  /** Further servers by name. */
  readonly endpoints?: Readonly<Record<string, Endpoint>>;
  /** The model behind a deployment or an alias: its profile is taken. */
  readonly modelOf?: Readonly<Record<string, string>>;
  /** Rows that are tried before the built-in ones. */
  readonly profiles?: readonly ProfileRow[];
  /** Milliseconds; see {@link ClientTimeouts}. */
  readonly timeouts?: ClientTimeouts;
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
export interface ClientTimeouts {
  /** TCP and TLS; 10,000 when absent. */
  readonly connectMs?: number;
  /** Silence before the headers or between two pieces of the body; no such clock when absent, since a model
   *  may think for minutes before its first byte. */
  readonly idleMs?: number;
  /** The whole answer; 600,000 when absent. */
  readonly totalMs?: number;
}
