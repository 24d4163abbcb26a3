import { AbortedError } from "@minference/protocol";
import { RateSaturatedError } from "../errors/rate-saturated-error.ts";
import type { AbortHub } from "@minference/clients";
import type { RunClock } from "../runtime/run-clock.ts";
import type { ClientLimits } from "./client-limits.ts";
import type { ProviderScope, RateCost, ReserveOptions } from "./rate-ledger.ts";
import { SlidingWindow, type Booking } from "./sliding-window.ts";
import { bookable, excessOver, fitsBeside, type Counts } from "./token-counts.ts";
import { WaitingLine, type InLine } from "./waiting-line.ts";

/** Who waits looks again at least so often, milliseconds: limits may have been raised (O2). */
const maxNapMs = 1000;

/** What the window of one scope works with. */
export interface WindowParts {
  readonly scope: ProviderScope;
  readonly clock: RunClock;
  readonly aborts: AbortHub;
  /** The limits as they are now. */
  limits(): ClientLimits;
}

interface Waiter {
  readonly cost: RateCost;
  readonly grant: (booking: Booking) => void;
  readonly refuse: (error: unknown) => void;
  /** Ends what watches over the wait. */
  unguard: () => void;
}

/** The window of one scope and the line before it. It has one timer, and only while somebody waits. */
export class ScopeWindow {
  readonly #parts: WindowParts;
  readonly #window = new SlidingWindow();
  readonly #line = new WaitingLine<Waiter>();
  #blockedUntilMs = Number.NEGATIVE_INFINITY;
  #nap: AbortController | null = null;

  constructor(parts: WindowParts) {
    this.#parts = parts;
  }

  /** Books a cost as soon as there is room and nobody is before it; one that never fits fails at once (O4). */
  reserve(cost: RateCost, options: ReserveOptions): Promise<Booking> {
    return new Promise((grant, refuse) => {
      const refusal = this.#refusal(cost, options.signal);
      if (refusal !== null) {
        refuse(refusal);
        return;
      }
      const waiter: Waiter = { cost, grant, refuse, unguard: () => undefined };
      const place = this.#line.join(waiter, options.priority ?? 0);
      this.serve();
      if (place.isWaiting) waiter.unguard = this.#guard(place, options);
    });
  }

  /** Puts real counts in the place of a booking; what is above it counts from now on (O5). */
  settle(booking: Booking, real: Counts): void {
    const nowMs = this.#parts.clock.monotonicMs();
    const excess = excessOver(real, booking.counts);
    this.#window.rebook(booking, excessOver(real, excess), nowMs);
    if (excess.input + excess.output > 0) this.#window.book(excess, nowMs);
    this.serve();
  }

  /** Grants nothing for so many milliseconds. */
  block(ms: number): void {
    const untilMs = this.#parts.clock.monotonicMs() + ms;
    this.#blockedUntilMs = Math.max(this.#blockedUntilMs, untilMs);
  }

  /** Serves all whose turn it is and for whom there is room, and sets the timer for the next one. */
  serve(): void {
    const nowMs = this.#parts.clock.monotonicMs();
    for (let place = this.#line.first(); place !== null; place = this.#line.first()) {
      if (!this.#serveOne(place, nowMs)) {
        this.#takeNap(nowMs);
        return;
      }
    }
    this.#nap?.abort();
  }

  #refusal(cost: RateCost, signal: AbortSignal): Error | null {
    if (signal.aborted) return abortedWait(this.#parts.scope);
    const counts = bookable(cost, this.#parts.limits(), this.#parts.scope.client);
    return "kind" in counts ? counts : null;
  }

  /** True when this one waits no longer. */
  #serveOne(place: InLine<Waiter>, nowMs: number): boolean {
    const limits = this.#parts.limits();
    const { cost, grant, refuse, unguard } = place.item;
    const counts = bookable(cost, limits, this.#parts.scope.client);
    if ("kind" in counts) {
      this.#line.leave(place);
      unguard();
      refuse(counts);
      return true;
    }
    const isBlocked = nowMs < this.#blockedUntilMs;
    if (isBlocked || !fitsBeside(this.#window.booked(nowMs), counts, limits)) return false;
    this.#line.leave(place);
    unguard();
    grant(this.#window.book(counts, nowMs));
    return true;
  }

  #takeNap(nowMs: number): void {
    if (this.#nap !== null) return;
    const nap = new AbortController();
    this.#nap = nap;
    const leavingMs = this.#window.nextLeavingMs() ?? nowMs;
    const ms = Math.min(Math.max(leavingMs, this.#blockedUntilMs) - nowMs, maxNapMs);
    void this.#parts.clock.sleep(ms, nap.signal).then(() => {
      this.#nap = null;
      this.serve();
    });
  }

  /** Ends the wait of one when its signal aborts or its time is over. */
  #guard(place: InLine<Waiter>, { signal, maxWaitMs }: ReserveOptions): () => void {
    const { clock, aborts, scope } = this.#parts;
    const leave = (error: unknown): void => {
      if (!this.#line.leave(place)) return;
      place.item.unguard();
      place.item.refuse(error);
      this.serve();
    };
    const unwatch = aborts.watch(signal, () => leave(abortedWait(scope)));
    if (maxWaitMs === Number.POSITIVE_INFINITY) return unwatch;
    const end = new AbortController();
    void clock
      .sleep(maxWaitMs, end.signal)
      .then(() => leave(new RateSaturatedError({ client: scope.client, maxWaitMs })));
    return () => {
      unwatch();
      end.abort();
    };
  }
}

function abortedWait({ client }: ProviderScope): AbortedError {
  return new AbortedError({
    problem: `The wait for room under the limits of ${client} was aborted`,
    remedy: "Run the thread again: nothing was sent",
  });
}
