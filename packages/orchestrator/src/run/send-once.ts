import type { ChatClient } from "@minference/clients";
import type { ChatRequest, ChatResult } from "@minference/protocol";
import type { ClientSlots } from "../limits/client-slots.ts";
import type { RateCost, RateLedger, Reservation } from "../limits/rate-ledger.ts";
import type { TurnReporter } from "../progress/turn-reporter.ts";
import type { RetryPolicy } from "../retry/retry-policy.ts";
import type { RunClock } from "../runtime/run-clock.ts";

/** What sending works with, the same for all turns of an orchestrator. */
export interface SenderParts {
  readonly ledger: RateLedger;
  readonly slots: ClientSlots;
  readonly policy: RetryPolicy;
  readonly clock: RunClock;
}

/** A wait that is told of, milliseconds: a shorter one is as well the machine's as the limits'. */
const leastToldMs = 50;

/** One request and how it is sent. */
export interface Sending {
  readonly client: ChatClient;
  readonly request: ChatRequest;
  readonly cost: RateCost;
  readonly signal: AbortSignal;
  readonly priority: number;
  readonly reporter: TurnReporter;
}

/**
 * One attempt: a slot of the client, room under the limits, the request, and what it really cost. The slot is
 * taken first, so that nothing is booked long before it is sent.
 */
export async function sendOnce(
  sending: Sending,
  attempt: number,
  parts: SenderParts,
): Promise<ChatResult> {
  const { client, request, signal, reporter } = sending;
  const release = await parts.slots.take(client.name, sending);
  try {
    const reservation = await reserve(sending, attempt, parts);
    reporter.tell({ type: "attempt.started", attempt, client: client.name, model: request.model });
    const result = await client.complete(request, { signal });
    await settle(reservation, result, { ...parts, reporter });
    return result;
  } finally {
    release();
  }
}

async function reserve(
  { client, request, cost, signal, priority, reporter }: Sending,
  attempt: number,
  { ledger, clock }: SenderParts,
): Promise<Reservation> {
  const scope = { client: client.name, endpoint: request.endpoint, model: request.model };
  const from = clock.monotonicMs();
  const maxWaitMs = Number.POSITIVE_INFINITY;
  const reservation = await ledger.reserve(scope, cost, { maxWaitMs, signal, priority });
  const waitedMs = clock.monotonicMs() - from;
  if (waitedMs >= leastToldMs) reporter.tell({ type: "limit.waited", attempt, waitedMs });
  return reservation;
}

/** Tells the ledger what the provider counted, and for how long it wants to be left alone. */
async function settle(
  reservation: Reservation,
  result: ChatResult,
  { ledger, policy, reporter }: SenderParts & Pick<Sending, "reporter">,
): Promise<void> {
  const { usage } = result.answer;
  const blockMs = policy.blockMs(result);
  try {
    // usage that is not known stays booked as it was estimated
    if (usage !== null) await ledger.settle(reservation, usage);
    if (blockMs !== null) await ledger.block(reservation.scope, blockMs);
  } catch (error) {
    // the answer is paid for: it outlives its ledger
    reporter.ledgerThrew(error);
  }
}
