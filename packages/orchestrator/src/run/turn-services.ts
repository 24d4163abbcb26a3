import type { Clients } from "@minference/clients";
import { InvalidRequestError } from "@minference/protocol";
import { WireBases, type RequestLimits } from "@minference/threads";
import { CallableRegistry } from "@minference/tools";
import { ClientSlots } from "../limits/client-slots.ts";
import { estimateTokens } from "../limits/estimate-tokens.ts";
import { InProcessLedger } from "../limits/in-process-ledger.ts";
import type { RateLedger } from "../limits/rate-ledger.ts";
import { RetryPolicy } from "../retry/retry-policy.ts";
import { SystemClock } from "../runtime/system-clock.ts";
import type { OrchestratorOptions } from "./orchestrator-options.ts";
import type { TurnServices } from "./turn-parts.ts";

/**
 * What an orchestrator's turns work with, made of its options.
 *
 * @throws {InvalidRequestError} `limits` and `ledger` are both given, a limit is for a client that is not there or
 *   has another one, or a number of `retry` is out of its range.
 */
export function turnServices(options: OrchestratorOptions): TurnServices {
  const { registry, clients, clock = new SystemClock(), estimator = estimateTokens } = options;
  const { tools = new CallableRegistry({ clock }) } = options;
  const ledger = ledgerOf({ ...options, clock });
  return {
    registry,
    clients,
    tools,
    bases: new WireBases(registry),
    estimate: estimator,
    sender: { ledger, slots: slotsOf(ledger), policy: new RetryPolicy(options.retry), clock },
    context: { clock },
  };
}

function ledgerOf({ limits, ledger, clients, clock }: OrchestratorOptions): RateLedger {
  if (limits !== undefined) checkLimits(limits, clients);
  if (ledger === undefined) {
    return new InProcessLedger({ limits: limits ?? [], ...(clock !== undefined && { clock }) });
  }
  if (limits === undefined) return ledger;
  throw new InvalidRequestError({
    problem: "An orchestrator was given both limits and a ledger, which has limits of its own",
    remedy: "Give the limits to the ledger",
    path: "limits",
  });
}

function checkLimits(limits: readonly RequestLimits[], { names }: Clients): void {
  const unknown = limits.find(({ provider }) => !names.includes(provider));
  if (unknown === undefined) return;
  throw new InvalidRequestError({
    problem: `A limit is for the client ${unknown.provider}, which is not configured`,
    remedy: `Configured are: ${names.join(", ") || "none"}`,
    path: "limits",
  });
}

/** A ledger of another kind knows no `maxConcurrent`. */
function slotsOf(ledger: RateLedger): ClientSlots {
  return ledger instanceof InProcessLedger
    ? new ClientSlots((client) => ledger.limitsOf(client).maxConcurrent)
    : new ClientSlots(() => null);
}
