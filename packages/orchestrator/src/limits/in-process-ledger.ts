import type { LLMClient, NeutralUsage } from "@minference/protocol";
import type { RequestLimits } from "@minference/threads";
import { requireNumber } from "../errors/require-number.ts";
import { AbortHub } from "@minference/clients";
import type { RunClock } from "../runtime/run-clock.ts";
import { SystemClock } from "../runtime/system-clock.ts";
import type { ClientLimits } from "./client-limits.ts";
import { LimitTable } from "./limit-table.ts";
import type {
  ProviderScope,
  RateCost,
  RateLedger,
  Reservation,
  ReserveOptions,
} from "./rate-ledger.ts";
import { ScopeWindow } from "./scope-window.ts";
import type { Booking } from "./sliding-window.ts";
import { countsOfUsage } from "./token-counts.ts";

/** What an in-process ledger is made of. */
export interface InProcessLedgerOptions {
  /** Each replaces the default limits of its client (spec 8.1). */
  readonly limits?: readonly RequestLimits[];
  readonly clock?: RunClock;
}

/**
 * The ledger of one process: a sliding log of one minute for each client, endpoint and model. Nothing is booked
 * above a limit in any 60 s; what real usage has above its reservation is booked at once and delays the next.
 *
 * A reservation costs O(1) amortised, however many wait. Limits are read when they are needed: assigning to a
 * `RequestLimits`, or {@link InProcessLedger.setLimits}, takes effect within a second.
 */
export class InProcessLedger implements RateLedger {
  readonly #clock: RunClock;
  readonly #table: LimitTable;
  readonly #aborts = new AbortHub();
  readonly #windows = new Map<string, ScopeWindow>();
  readonly #bookings = new WeakMap<Reservation, Booking>();

  /** @throws {InvalidRequestError} two of the limits are for one client. */
  constructor(options: InProcessLedgerOptions = {}) {
    const { limits = [], clock = new SystemClock() } = options;
    this.#clock = clock;
    this.#table = new LimitTable(limits);
  }

  /**
   * Waits for room in the window of the scope.
   *
   * @throws {BudgetError} the cost is above a whole limit.
   * @throws {RateSaturatedError} no room within `maxWaitMs`.
   * @throws {AbortedError} `signal` aborted first.
   * @throws {InvalidRequestError} a number of the cost is negative or none.
   */
  async reserve(
    scope: ProviderScope,
    cost: RateCost,
    options: ReserveOptions,
  ): Promise<Reservation> {
    checkCost(cost);
    const booking = await this.#window(scope).reserve(cost, options);
    const { requests, input, output } = booking.counts;
    const reservation = {
      scope,
      cost: { requests, inputTokens: input, outputTokens: output },
    };
    this.#bookings.set(reservation, booking);
    return reservation;
  }

  /** Books the real usage. Quiet for a reservation that was settled, or is of another ledger. */
  async settle(reservation: Reservation, usage: NeutralUsage): Promise<void> {
    const booking = this.#bookings.get(reservation);
    if (booking === undefined) return;
    this.#bookings.delete(reservation);
    this.#window(reservation.scope).settle(booking, countsOfUsage(usage));
  }

  /** Lets nobody reserve in the scope for so many milliseconds. */
  async block(scope: ProviderScope, retryAfterMs: number): Promise<void> {
    this.#window(scope).block(requireNumber(retryAfterMs, { path: "retryAfterMs", atLeast: 0 }));
  }

  /** The limits of a client as they are now. */
  limitsOf(client: LLMClient): ClientLimits {
    return this.#table.of(client);
  }

  /** Puts limits in the place of the present ones of their client, for those who wait too. */
  setLimits(limits: RequestLimits): void {
    this.#table.set(limits);
    for (const window of this.#windows.values()) window.serve();
  }

  #window(scope: ProviderScope): ScopeWindow {
    const { client, endpoint, model } = scope;
    const key = JSON.stringify([client, endpoint, model]);
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    const window = new ScopeWindow({
      scope,
      clock: this.#clock,
      aborts: this.#aborts,
      limits: () => this.#table.of(client),
    });
    this.#windows.set(key, window);
    return window;
  }
}

function checkCost(cost: RateCost): void {
  const { requests, inputTokens, outputTokens, likelyInputTokens = inputTokens } = cost;
  const numbers = { requests, inputTokens, outputTokens, likelyInputTokens };
  for (const [path, value] of Object.entries(numbers)) requireNumber(value, { path, atLeast: 0 });
}
