import type { Environment } from "@minference/clients";
import { ConnectionError } from "@minference/protocol";
import { connect } from "node:net";

const patienceMs = 10_000;

/**
 * Connects to the host of a URL and hangs up, so that a wrong one is known before anything is stored. Nothing is
 * sent. Behind a proxy nothing is tried: only the proxy reaches the host.
 *
 * @throws {ConnectionError} nothing listens there.
 */
export async function assertReachable(url: URL, env: Environment): Promise<void> {
  const isProxied = Object.keys(env).some((name) => /^https?_proxy$/i.test(name) && env[name]);
  if (isProxied) return;
  const port = url.port === "" ? { "http:": 80, "https:": 443 }[url.protocol] : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  try {
    await knock(host, port ?? 443);
  } catch (error) {
    throw new ConnectionError({
      problem: `Nothing answers at ${url.host}`,
      remedy:
        "Check OPENAI_BASE_URL and the network, or unset it and OPENAI_API_KEY to run offline",
      cause: error,
    });
  }
}

function knock(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: patienceMs });
    socket.once("connect", () => {
      socket.destroy();
      resolve();
    });
    socket.once("timeout", () => socket.destroy(new Error(`no answer in ${patienceMs} ms`)));
    socket.once("error", reject);
  });
}
