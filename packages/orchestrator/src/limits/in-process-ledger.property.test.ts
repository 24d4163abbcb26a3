import { expect, test } from "@jest/globals";
import { RequestLimits } from "@minference/threads";
import fc from "fast-check";
import { SeenLedger, usageOf, type SimulatedCall } from "../../test/ledger-model.ts";
import { ManualClock } from "../../test/manual-clock.ts";
import { InProcessLedger } from "./in-process-ledger.ts";

const call = fc
  .record({
    input: fc.integer({ min: 1, max: 400 }),
    output: fc.integer({ min: 1, max: 400 }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    latencyMs: fc.integer({ min: 1, max: 90_000 }),
    isSettled: fc.boolean(),
  })
  .map(({ input, output, share, latencyMs, isSettled }): SimulatedCall => ({
    cost: { requests: 1, inputTokens: input, outputTokens: output },
    latencyMs,
    real: isSettled ? usageOf(Math.floor(input * share), Math.floor(output * share)) : null,
  }));
const arrival = fc.record({ afterMs: fc.integer({ min: 0, max: 5000 }), call });

test("whatever comes when, no 60 s have more booked than a limit (O1, 8.3)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 800, max: 4000 }),
      fc.array(arrival, { minLength: 5, maxLength: 60 }),
      async (maxRequestsPerMinute, maxTokensPerMinute, arrivals) => {
        const clock = new ManualClock();
        const limits = [
          new RequestLimits({ provider: "openai", maxRequestsPerMinute, maxTokensPerMinute }),
        ];
        const seen = new SeenLedger(new InProcessLedger({ limits, clock }), clock);
        const calls: Promise<void>[] = [];
        for (const { afterMs, call } of arrivals) {
          await clock.advance(afterMs);
          calls.push(seen.call(call));
        }
        await clock.advance(60 * 60_250 + 90_000);
        await Promise.all(calls);
        expect(seen.log).toHaveLength(arrivals.length);
        const worst = seen.worstMinute();
        expect(worst.requests).toBeLessThanOrEqual(maxRequestsPerMinute);
        expect(worst.tokens).toBeLessThanOrEqual(maxTokensPerMinute);
        expect(clock.sleeping).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
});

test("under constant demand at least 97 % of the tighter limit is booked (8.3, P12)", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("requests", "tokens"),
      fc.integer({ min: 20, max: 100 }),
      fc.integer({ min: 500, max: 8000 }),
      async (tighter, tokens, latencyMs) => {
        const clock = new ManualClock();
        const perMinute = { requests: 100, tokens: 100 * tokens };
        const limits = new RequestLimits({
          provider: "openai",
          maxRequestsPerMinute: tighter === "requests" ? perMinute.requests : 1000,
          maxTokensPerMinute: tighter === "tokens" ? perMinute.tokens : 1_000_000,
        });
        const seen = new SeenLedger(new InProcessLedger({ limits: [limits], clock }), clock);
        const cost = { requests: 1, inputTokens: tokens, outputTokens: 0 };
        for (let index = 0; index < 1200; index += 1) {
          void seen.call({ cost, latencyMs, real: null });
        }
        await clock.advance(10 * 60_000 - 1);
        const booked = seen.log.reduce((sum, entry) => sum + entry[tighter], 0);
        expect(booked / (10 * perMinute[tighter])).toBeGreaterThanOrEqual(0.97);
        expect(seen.worstMinute()[tighter]).toBeLessThanOrEqual(perMinute[tighter]);
      },
    ),
    { numRuns: 6 },
  );
});
