import { InvalidRequestError, isKind, llmClients, type LLMClient } from "@minference/protocol";
import { createAnthropicClient } from "./anthropic/anthropic-client.ts";
import type { ChatClient } from "./client/chat-client.ts";
import type { ClientOptions } from "./client/client-options.ts";
import { createOpenAIClient } from "./openai/openai-client.ts";
import { Secret } from "./secret/secret.ts";
import { anthropicBaseURL, openAIBaseURL, type BaseURLForm } from "./transport/base-url.ts";
import type { ProxyOptions } from "./transport/dispatcher.ts";
import { clientVariables } from "./client/client-variables.ts";
import { createClients, type Clients } from "./client/clients.ts";

/** Environment variables, as `process.env` has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The clients that `env` has keys for. It is read once, here, and nowhere else; a blank variable counts as
 * absent.
 *
 * openai: `OPENAI_API_KEY` (else `OPENAI_KEY`), `OPENAI_BASE_URL`, `OPENAI_MODEL`, `OPENAI_CONTEXT_LENGTH`;
 * anthropic: the same with `ANTHROPIC_`; for all clients `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY`, in upper or
 * lower case. A client without a usable key is not made: a run that needs it gets `auth`, naming the variable.
 *
 * @throws {InvalidRequestError} beside a usable key, a URL is no URL or a length no number; the message names
 *   the variable.
 */
export function createClientsFromEnv(env: Environment): Clients {
  const clients: Partial<Record<LLMClient, ChatClient>> = {};
  const reasons = unsetReasons(env);
  for (const { name, keys, prefix, form, create } of makers) {
    const variable = keys.find((key) => readVariable(env, key) !== null) ?? keys[0];
    const apiKey = secretOrReason(env, variable);
    if (typeof apiKey === "string") reasons[name] = apiKey;
    else if (apiKey !== null) clients[name] = create(commonOptions(env, { apiKey, prefix, form }));
  }
  return createClients(clients, reasons);
}

/** How one client is made from the environment. */
interface Maker {
  readonly name: LLMClient;
  /** Variables that may hold the key, the first that is set wins. */
  readonly keys: readonly [string, ...string[]];
  /** What its other variables begin with. */
  readonly prefix: string;
  readonly form: BaseURLForm;
  readonly create: (options: ClientOptions) => ChatClient;
}

const makers: readonly Maker[] = [
  {
    name: "openai",
    keys: ["OPENAI_API_KEY", "OPENAI_KEY"],
    prefix: "OPENAI",
    form: openAIBaseURL,
    create: createOpenAIClient,
  },
  {
    name: "anthropic",
    keys: ["ANTHROPIC_API_KEY"],
    prefix: "ANTHROPIC",
    form: anthropicBaseURL,
    create: createAnthropicClient,
  },
];

function commonOptions(
  env: Environment,
  { apiKey, prefix, form }: Pick<Maker, "prefix" | "form"> & { readonly apiKey: Secret },
): ClientOptions {
  const urlVariable = `${prefix}_BASE_URL`;
  const baseURL = readVariable(env, urlVariable);
  const defaultModel = readVariable(env, `${prefix}_MODEL`);
  const contextLength = readTokens(env, `${prefix}_CONTEXT_LENGTH`);
  const proxy = readProxy(env);
  return {
    apiKey,
    ...(proxy !== null && { proxy }),
    ...(baseURL !== null && { baseURL: form(baseURL, urlVariable) }),
    ...(defaultModel !== null && { defaultModel }),
    ...(contextLength !== null && { contextLength }),
  };
}

function readVariable(env: Environment, name: string): string | null {
  const value = env[name];
  return value === undefined || value.trim() === "" ? null : value;
}

/** The key in a variable; null when it is not set; the reason when it cannot be used. */
function secretOrReason(env: Environment, variable: string): Secret | string | null {
  const value = readVariable(env, variable);
  if (value === null) return null;
  try {
    return new Secret(value, variable);
  } catch (error) {
    if (isKind(error, "auth")) return error.message;
    throw error;
  }
}

function unsetReasons(env: Environment): Partial<Record<LLMClient, string>> {
  const reason = (name: LLMClient): string =>
    readVariable(env, clientVariables[name]) === null
      ? `${clientVariables[name]} is not set`
      : "this release makes openai and anthropic from the environment";
  return Object.fromEntries(llmClients.map((name) => [name, reason(name)]));
}

function readProxy(env: Environment): ProxyOptions | null {
  const either = (name: string): string | null =>
    readVariable(env, name.toLowerCase()) ?? readVariable(env, name);
  const [http, https, except] = [either("HTTP_PROXY"), either("HTTPS_PROXY"), either("NO_PROXY")];
  if (http === null && https === null) return null;
  return {
    ...(http !== null && { http }),
    ...(https !== null && { https }),
    ...(except !== null && { except }),
  };
}

function readTokens(env: Environment, name: string): number | null {
  const value = readVariable(env, name);
  if (value === null) return null;
  const tokens = Number(value);
  if (Number.isSafeInteger(tokens) && tokens > 0) return tokens;
  throw new InvalidRequestError({
    problem: `${name} is no positive whole number of tokens`,
    remedy: `Set ${name} to one such as 128000, or unset it`,
    path: name,
  });
}
