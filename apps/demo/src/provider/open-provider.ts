import { createClientsFromEnv, type Environment } from "@minference/clients";
import { spawnFakeProvider } from "@minference/clients/testing";
import { RequestLimits } from "@minference/threads";
import type { RunSettings } from "../cli/command.ts";
import { assertReachable } from "./assert-reachable.ts";
import type { Provider } from "./provider.ts";

const defaultModel = "gpt-4.1-mini";
/** Limits of the built-in server, which has none. */
const unlimited = { requests: 1e9, tokens: 1e12 };
/** Default limits of the client openai (spec 8.1), for the one of the two that is not given. */
const usual = { requests: 500, tokens: 200_000 };

/**
 * The provider that the environment names; null without a key and a URL in it.
 *
 * @throws {AuthError} a URL is set and no key that can be used.
 * @throws {InvalidRequestError} the URL is none.
 * @throws {ConnectionError} nothing listens at the URL.
 */
export async function openLive(env: Environment, settings: RunSettings): Promise<Provider | null> {
  if (!["OPENAI_API_KEY", "OPENAI_KEY", "OPENAI_BASE_URL"].some((name) => isSet(env, name)))
    return null;
  const clients = createClientsFromEnv(env);
  clients.getOrThrow("openai");
  const url = new URL(valueOf(env, "OPENAI_BASE_URL") ?? "https://api.openai.com/v1");
  await assertReachable(url, env);
  const { requestsPerMinute: requests, tokensPerMinute: tokens } = settings;
  return {
    clients,
    model: valueOf(env, "OPENAI_MODEL") ?? defaultModel,
    description: `the provider at ${url.host}`,
    limits: requests === null && tokens === null ? null : limitsOf(settings, usual),
    close: () => clients.close(),
  };
}

/**
 * The built-in server: offline, in a process of its own. It outlives a demo that is killed, so that its log can be read. It ends by itself when nobody asks any more:
 * limits and retries never pause for longer than a minute.
 */
export async function openBuiltIn(settings: RunSettings): Promise<Provider> {
  const server = await spawnFakeProvider({
    endsWith: "never",
    idleMs: 120_000,
    seed: settings.seed,
    latencyMs: 20,
    latencySpreadMs: 80,
    log: "heads",
  });
  const clients = createClientsFromEnv({
    OPENAI_API_KEY: "built-in",
    OPENAI_BASE_URL: server.url,
  });
  return {
    clients,
    model: defaultModel,
    description: `the built-in server at ${server.url}, process ${server.pid}, offline`,
    limits: limitsOf(settings, unlimited),
    close: async () => {
      await clients.close();
      await server.close();
    },
  };
}

function limitsOf(
  settings: RunSettings,
  otherwise: { readonly requests: number; readonly tokens: number },
): RequestLimits {
  return new RequestLimits({
    provider: "openai",
    maxRequestsPerMinute: settings.requestsPerMinute ?? otherwise.requests,
    maxTokensPerMinute: settings.tokensPerMinute ?? otherwise.tokens,
  });
}

function isSet(env: Environment, name: string): boolean {
  return valueOf(env, name) !== null;
}

/** A blank variable counts as absent. */
function valueOf(env: Environment, name: string): string | null {
  const value = env[name] ?? "";
  return value.trim() === "" ? null : value;
}
