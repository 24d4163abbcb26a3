import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { SlidingWindow, windowMs, type Booking } from "./sliding-window.ts";

const counts = (tokens: number): Booking["counts"] => ({ requests: 1, input: tokens, output: 0 });

test("a booking counts for its whole minute and not longer", () => {
  const window = new SlidingWindow();
  window.book(counts(7), 1000);
  expect(window.booked(1000 + 60_000).input).toBe(7);
  expect(window.nextLeavingMs()).toBe(1000 + windowMs);
  expect(window.booked(1000 + windowMs)).toEqual({ requests: 0, input: 0, output: 0 });
  expect(window.nextLeavingMs()).toBeNull();
});

test("one that counts no more is not booked again", () => {
  const window = new SlidingWindow();
  const booking = window.book(counts(7), 0);
  window.rebook(booking, counts(3), windowMs);
  expect(window.booked(windowMs).input).toBe(0);
});

test("the sum is always that of the bookings of the last minute", () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    tokens: fc.integer({ min: 0, max: 100 }),
    rebooks: fc.option(fc.nat({ max: 30 })),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const window = new SlidingWindow();
      const all: Booking[] = [];
      let nowMs = 0;
      for (const { afterMs, tokens, rebooks } of steps) {
        nowMs += afterMs;
        const old = rebooks === null ? undefined : all[rebooks];
        if (old === undefined) all.push(window.book(counts(tokens), nowMs));
        else window.rebook(old, counts(tokens), nowMs);
        const inside = all.filter(({ atMs }) => atMs + windowMs > nowMs);
        expect(window.booked(nowMs)).toEqual({
          requests: inside.length,
          input: inside.reduce((sum, booking) => sum + booking.counts.input, 0),
          output: 0,
        });
      }
    }),
  );
});
