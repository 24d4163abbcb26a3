import { addCounts, noCounts, type Counts } from "./token-counts.ts";

/**
 * How long a booking counts, milliseconds: the minute of the limits, and a quarter of a second more, because a
 * provider counts when a request arrives, a little sooner or later than it was booked. It costs 0.4 % of the rate.
 */
export const windowMs = 60_250;

/** One entry of a window's log. */
export interface Booking {
  readonly atMs: number;
  counts: Counts;
}

/** A log of what was booked in the last minute, with its sum. Every operation is amortised O(1). */
export class SlidingWindow {
  readonly #log: Booking[] = [];
  /** Position of the oldest entry that still counts. */
  #first = 0;
  #sum = noCounts;

  /** Adds an entry. `nowMs` never goes back from call to call. */
  book(counts: Counts, nowMs: number): Booking {
    const booking = { atMs: nowMs, counts };
    this.#log.push(booking);
    this.#sum = addCounts(this.#sum, counts);
    return booking;
  }

  /** Gives an entry other counts, at its own time; one that counts no more is left alone. */
  rebook(booking: Booking, counts: Counts, nowMs: number): void {
    this.#forget(nowMs);
    if (hasLeft(booking, nowMs)) return;
    this.#sum = addCounts(addCounts(this.#sum, booking.counts, -1), counts);
    booking.counts = counts;
  }

  /** The sum of what counts now. */
  booked(nowMs: number): Counts {
    this.#forget(nowMs);
    return this.#sum;
  }

  /** When the oldest entry leaves; null when there is none. */
  nextLeavingMs(): number | null {
    const oldest = this.#log[this.#first];
    return oldest === undefined ? null : oldest.atMs + windowMs;
  }

  #forget(nowMs: number): void {
    for (
      let oldest = this.#log[this.#first];
      oldest !== undefined;
      oldest = this.#log[this.#first]
    ) {
      if (!hasLeft(oldest, nowMs)) break;
      this.#sum = addCounts(this.#sum, oldest.counts, -1);
      this.#first += 1;
    }
    if (this.#first === this.#log.length) this.#sum = noCounts; // no rounding of fractions stays
    if (this.#first * 2 > this.#log.length) {
      this.#log.splice(0, this.#first);
      this.#first = 0;
    }
  }
}

function hasLeft({ atMs }: Booking, nowMs: number): boolean {
  return nowMs >= atMs + windowMs;
}
