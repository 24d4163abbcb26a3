import type { LLMClient, NeutralUsage } from "@minference/protocol";

/** What limits are counted for: each has a window of its own. */
export interface ProviderScope {
  readonly client: LLMClient;
  readonly endpoint: string | null;
  readonly model: string | null;
}

/** What one request is booked with before it is sent. */
export interface RateCost {
  readonly requests: number;
  /** An upper bound. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /**
   * What the input will probably come to; `inputTokens` when absent. A request fails as too large by this number:
   * one of which only the upper bound is above the whole limit is booked with the whole limit.
   */
  readonly likelyInputTokens?: number;
}

/** Room under the limits, held for one request. */
export interface Reservation {
  readonly scope: ProviderScope;
  /** What is booked. */
  readonly cost: RateCost;
}

/** How a reservation is waited for. */
export interface ReserveOptions {
  /** Milliseconds to wait at most; Infinity: as long as it takes. */
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
  /** Higher ones first, equal ones as they came; 0 when absent. */
  readonly priority?: number;
}

/** Books requests and tokens under the limits of a minute (spec 8.3). One ledger can serve many orchestrators. */
export interface RateLedger {
  /**
   * Waits for room and books the cost; what is booked in any 60 s is never above a limit.
   *
   * @throws {BudgetError} the cost is above a whole limit; nothing was booked.
   * @throws {RateSaturatedError} no room within `maxWaitMs`; nothing was booked.
   * @throws {AbortedError} `signal` aborted first; nothing was booked.
   */
  reserve(scope: ProviderScope, cost: RateCost, options: ReserveOptions): Promise<Reservation>;

  /**
   * Books the real usage in the place of a reservation; what is above it is booked now. Quiet when called again.
   * A reservation that is never settled stays booked.
   */
  settle(reservation: Reservation, usage: NeutralUsage): Promise<void>;

  /** Lets nobody reserve in a scope for so many milliseconds, as a provider asked. */
  block(scope: ProviderScope, retryAfterMs: number): Promise<void>;
}
