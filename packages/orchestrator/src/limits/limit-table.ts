import { InvalidRequestError, type LLMClient } from "@minference/protocol";
import type { RequestLimits } from "@minference/threads";
import { defaultLimits, type ClientLimits } from "./client-limits.ts";

/** The limits in force, one row a client. Rows are read when they are needed, so a changed entity counts at once. */
export class LimitTable {
  readonly #rows = new Map<LLMClient, ClientLimits>();

  /** @throws {InvalidRequestError} two of `limits` are for one client. */
  constructor(limits: readonly RequestLimits[]) {
    for (const row of limits) {
      if (this.#rows.has(row.provider)) throw repeated(row.provider);
      this.#rows.set(row.provider, row);
    }
  }

  /** The limits of a client: those given, else the default ones. */
  of(client: LLMClient): ClientLimits {
    return this.#rows.get(client) ?? defaultLimits[client];
  }

  /** Puts limits in the place of the present ones of their client. */
  set(limits: RequestLimits): void {
    this.#rows.set(limits.provider, limits);
  }
}

function repeated(client: LLMClient): InvalidRequestError {
  return new InvalidRequestError({
    problem: `Two RequestLimits are for the client ${client}`,
    remedy: "Give one for each client",
    path: "limits",
  });
}
