import type { NeutralUsage } from "@minference/protocol";
import type { InProcessLedger, ProviderScope, RateCost } from "@minference/orchestrator";
import type { ManualClock } from "./manual-clock.ts";

/** The scope that the tests of ledgers book in. */
export const scope: ProviderScope = { client: "openai", endpoint: null, model: "gpt-4.1-mini" };

/** One booking as a test saw it. */
export interface SeenBooking {
  readonly atMs: number;
  requests: number;
  tokens: number;
}

/** Usage of so many tokens. */
export function usageOf(promptTokens: number, completionTokens: number): NeutralUsage {
  return {
    model: "gpt-4.1-mini",
    promptTokens,
    completionTokens,
    totalTokens: promptTokens + completionTokens,
    cacheCreationInputTokens: null,
    cacheReadInputTokens: null,
    acceptedPredictionTokens: null,
    audioTokens: null,
    reasoningTokens: null,
    rejectedPredictionTokens: null,
    cachedTokens: null,
    cost: null,
  };
}

/** One request of a simulated load. */
export interface SimulatedCall {
  readonly cost: RateCost;
  readonly latencyMs: number;
  /** What it really uses; null: the provider does not say. */
  readonly real: NeutralUsage | null;
}

/** Books everything that a ledger grants in a log of its own, kept by other code than the ledger's. */
export class SeenLedger {
  readonly log: SeenBooking[] = [];
  readonly #ledger: InProcessLedger;
  readonly #clock: ManualClock;
  readonly #never = new AbortController().signal;

  constructor(ledger: InProcessLedger, clock: ManualClock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** One request from its reservation to its answer. */
  async call({ cost, latencyMs, real }: SimulatedCall): Promise<void> {
    const options = { maxWaitMs: Number.POSITIVE_INFINITY, signal: this.#never };
    const reservation = await this.#ledger.reserve(scope, cost, options);
    const { requests, inputTokens, outputTokens } = reservation.cost;
    const seen = {
      atMs: this.#clock.monotonicMs(),
      requests,
      tokens: inputTokens + outputTokens,
    };
    this.log.push(seen);
    await this.#clock.sleep(latencyMs);
    if (real === null) return;
    await this.#ledger.settle(reservation, real);
    seen.tokens = Math.min(seen.tokens, real.totalTokens);
  }

  /** The most that is booked in any 60 s, by dimension. */
  worstMinute(): { readonly requests: number; readonly tokens: number } {
    const worst = { requests: 0, tokens: 0 };
    const log = this.log.toSorted((a, b) => a.atMs - b.atMs);
    const sum = { requests: 0, tokens: 0 };
    let first = 0;
    for (const { atMs, requests, tokens } of log) {
      sum.requests += requests;
      sum.tokens += tokens;
      for (let oldest = log[first]; oldest !== undefined; oldest = log[first]) {
        if (oldest.atMs >= atMs - 60_000) break;
        sum.requests -= oldest.requests;
        sum.tokens -= oldest.tokens;
        first += 1;
      }
      worst.requests = Math.max(worst.requests, sum.requests);
      worst.tokens = Math.max(worst.tokens, sum.tokens);
    }
    return worst;
  }
}
