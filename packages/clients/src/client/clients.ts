import { AuthError, llmClients, type LLMClient } from "@minference/protocol";
import type { ChatClient } from "./chat-client.ts";
import { clientVariables } from "./client-variables.ts";

/** The clients of one program, by name: what the orchestrator is given. */
export interface Clients {
  /** Names of the clients that are here. */
  readonly names: readonly LLMClient[];

  /** The client of that name; null when it is not here. */
  get(name: LLMClient): ChatClient | null;

  /**
   * The client of that name.
   *
   * @throws {AuthError} it is not here; the message names the environment variable to set.
   */
  getOrThrow(name: LLMClient): ChatClient;

  /** Closes all of them. Quiet when called again. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * The given clients as one object.
 *
 * @param reasons why one is not here, said to the run that needs it.
 */
export function createClients(
  clients: Readonly<Partial<Record<LLMClient, ChatClient>>>,
  reasons: Readonly<Partial<Record<LLMClient, string>>> = {},
): Clients {
  const get = (name: LLMClient): ChatClient | null => clients[name] ?? null;
  const names = llmClients.filter((name) => get(name) !== null);
  const close = async (): Promise<void> => {
    await Promise.all(names.map(async (name) => get(name)?.close()));
  };
  return {
    names,
    get,
    getOrThrow: (name) => {
      const client = get(name);
      if (client === null) throw missing(name, reasons[name] ?? null);
      return client;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function missing(name: LLMClient, reason: string | null): AuthError {
  return new AuthError({
    problem:
      reason === null ? `There is no client ${name}` : `There is no client ${name}: ${reason}`,
    remedy: `Set ${clientVariables[name]} for createClientsFromEnv, or give createClients a client ${name}`,
  });
}
