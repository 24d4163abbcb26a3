import { InvalidRequestError, type Clock } from "@minference/protocol";
import type { ProfileRow } from "../profile/profile-row.ts";
import { Secret } from "../secret/secret.ts";
import type { BaseURLForm } from "../transport/base-url.ts";
import type { TransportLimits } from "../transport/http-transport.ts";
import type { ClientOptions, EndpointOptions } from "./client-options.ts";

/** One server, without optionals. */
export interface ClientEndpoint {
  /** Null: the one that is taken when none is named. */
  readonly name: string | null;
  readonly baseURL: string;
  readonly apiKey: Secret;
  readonly defaultModel: string | null;
}

/** The options of a client, normalised once. */
export interface ClientSettings {
  readonly main: ClientEndpoint;
  readonly endpoints: ReadonlyMap<string, ClientEndpoint>;
  readonly modelOf: ReadonlyMap<string, string>;
  readonly profiles: readonly ProfileRow[];
  readonly limits: TransportLimits;
  readonly totalMs: number;
  readonly contextLength: number | null;
  readonly clock: Clock;
}

/** What a provider's base URL looks like. */
export interface ProviderURL {
  readonly defaultURL: string;
  /** Brings a URL into the one form that the SDK takes. */
  readonly form: BaseURLForm;
}

/**
 * Options as a client works with them.
 *
 * @throws {AuthError} a key is blank or holds what no header takes.
 * @throws {InvalidRequestError} a URL is none, or a limit is not positive.
 */
export function clientSettings(options: ClientOptions, url: ProviderURL): ClientSettings {
  const main = mainEndpoint(options, url);
  const endpoints = Object.entries(options.endpoints ?? {}).map(
    ([name, endpoint]) => [name, furtherEndpoint(name, endpoint, { main, url })] as const,
  );
  const { timeouts = {} } = options;
  return {
    main,
    endpoints: new Map(endpoints),
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

/**
 * A header with a value that was given; none without.
 *
 * @throws {InvalidRequestError} it is empty, or holds what no header takes.
 */
export function headerOf(
  name: string,
  value: string | undefined,
): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (/^[\x20-\x7e]+$/.test(value)) return { [name]: value };
  throw new InvalidRequestError({
    problem: `The value for the header ${name} is empty or holds a character that no HTTP header takes`,
    remedy: "Give printable ASCII",
    path: name,
  });
}

function mainEndpoint(options: ClientOptions, url: ProviderURL): ClientEndpoint {
  const { baseURL, apiKey, defaultModel = null } = options;
  return {
    name: null,
    baseURL: baseURL === undefined ? url.defaultURL : url.form(baseURL, "baseURL"),
    apiKey: secretOf(apiKey, "apiKey"),
    defaultModel,
  };
}

function furtherEndpoint(
  name: string,
  options: EndpointOptions,
  { main, url }: { readonly main: ClientEndpoint; readonly url: ProviderURL },
): ClientEndpoint {
  const path = `endpoints.${name}`;
  const baseURL =
    options.baseURL === undefined ? main.baseURL : url.form(options.baseURL, `${path}.baseURL`);
  // a key goes to the origin that it was given for, and to no other (E12)
  const isMainOrigin = new URL(baseURL).origin === new URL(main.baseURL).origin;
  const inherited = isMainOrigin ? main.apiKey : "";
  return {
    name,
    baseURL,
    apiKey: secretOf(options.apiKey ?? inherited, `${path}.apiKey`),
    defaultModel: options.defaultModel ?? main.defaultModel,
  };
}

function secretOf(key: string | Secret, path: string): Secret {
  return typeof key === "string" ? new Secret(key, path) : key;
}
