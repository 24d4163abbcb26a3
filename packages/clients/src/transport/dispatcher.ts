import { InvalidRequestError } from "@minference/protocol";
import { Agent, EnvHttpProxyAgent, type Dispatcher } from "undici";
import { timerMs } from "./timer.ts";

/** Proxies between a client and its provider. */
export interface ProxyOptions {
  /** URL of the proxy for http addresses; none when absent. */
  readonly http?: string;
  /** URL of the proxy for https addresses; that for http when absent. */
  readonly https?: string;
  /** Hosts that are reached without a proxy, as in `NO_PROXY`; loopback always is. */
  readonly except?: string;
}

/** What a dispatcher is made of. */
export interface DispatcherLimits {
  /** Milliseconds for TCP and TLS. */
  readonly connectMs: number;
  /** Most connections to one origin. */
  readonly connections: number;
  readonly proxy: ProxyOptions | null;
}

/**
 * The connections of one client.
 *
 * @throws {InvalidRequestError} a proxy's URL is none; it is not in the message, since it may hold a password.
 */
export function createDispatcher({ connectMs, connections, proxy }: DispatcherLimits): Dispatcher {
  const connect = { timeout: timerMs(connectMs) };
  if (proxy === null) return new Agent({ connections, connect });
  return new EnvHttpProxyAgent({
    connections,
    connect,
    requestTls: connect,
    proxyTls: connect,
    // all three are given, or undici reads the environment
    httpProxy: proxyURL(proxy.http, "proxy.http"),
    httpsProxy: proxyURL(proxy.https, "proxy.https"),
    noProxy: `localhost,127.0.0.1,[::1],${proxy.except ?? ""}`,
  });
}

function proxyURL(url: string | undefined, path: string): string {
  if (url === undefined || url === "") return "";
  if (URL.canParse(url) && /^https?:/i.test(url)) return url;
  throw new InvalidRequestError({
    problem: `${path} is no http or https URL`,
    remedy: "Give the URL of the proxy, such as http://proxy.example:3128",
    path,
  });
}
