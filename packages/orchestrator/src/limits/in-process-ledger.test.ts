import { describe, expect, test } from "@jest/globals";
import { isKind } from "@minference/protocol";
import { RequestLimits } from "@minference/threads";
import { scope, usageOf } from "../../test/ledger-model.ts";
import { everythingDone, ManualClock } from "../../test/manual-clock.ts";
import { InProcessLedger } from "./in-process-ledger.ts";
import type { RateCost, Reservation, ReserveOptions } from "./rate-ledger.ts";
import { windowMs } from "./sliding-window.ts";

interface Granted {
  readonly name: string;
  readonly atMs: number;
}

/** A ledger with its clock; `ask` notes who was granted when. */
function aLedger(limits: { readonly requests?: number; readonly tokens?: number } = {}) {
  const clock = new ManualClock();
  const row = new RequestLimits({
    provider: "openai",
    maxRequestsPerMinute: limits.requests ?? 100,
    maxTokensPerMinute: limits.tokens ?? 1000,
  });
  const ledger = new InProcessLedger({ limits: [row], clock });
  const granted: Granted[] = [];
  const ask = async (
    name: string,
    tokens: number,
    options: Partial<ReserveOptions> = {},
  ): Promise<Reservation> => {
    const cost: RateCost = { requests: 1, inputTokens: tokens, outputTokens: 0 };
    const reservation = await ledger.reserve(scope, cost, { ...patient(), ...options });
    granted.push({ name, atMs: clock.monotonicMs() });
    return reservation;
  };
  return { clock, row, ledger, granted, ask };
}

function patient(): ReserveOptions {
  return { maxWaitMs: Number.POSITIVE_INFINITY, signal: new AbortController().signal };
}

describe("waiting", () => {
  test("is first come, first served: a small request does not pass a large one", async () => {
    const { clock, granted, ask } = aLedger();
    void ask("first", 600);
    void ask("large", 600);
    void ask("small", 10);
    await clock.advance(windowMs);
    expect(granted).toEqual([
      { name: "first", atMs: 0 },
      { name: "large", atMs: windowMs },
      { name: "small", atMs: windowMs },
    ]);
  });

  test("serves a higher priority first", async () => {
    const { clock, granted, ask } = aLedger({ requests: 1 });
    void ask("first", 1);
    void ask("low", 1);
    void ask("high", 1, { priority: 1 });
    await clock.advance(2 * windowMs);
    expect(granted.map(({ name }) => name)).toEqual(["first", "high", "low"]);
  });

  test("longer than maxWaitMs is saturated, and nothing is booked", async () => {
    const { clock, ask, granted } = aLedger();
    await ask("first", 1000);
    const refused = ask("second", 500, { maxWaitMs: 2000 }).catch((error: unknown) => error);
    await clock.advance(2000);
    expect(await refused).toMatchObject({ code: "rate_saturated", kind: "rate_limited" });
    void ask("third", 1000);
    await clock.advance(windowMs - 2000);
    expect(granted.at(-1)).toEqual({ name: "third", atMs: windowMs });
  });

  test("that is aborted ends at once and leaves no timer (O9)", async () => {
    const { clock, ask } = aLedger();
    await ask("first", 1000);
    const stop = new AbortController();
    const waits = Array.from({ length: 2000 }, (_, index) =>
      ask(String(index), 1, { signal: stop.signal }).catch((error: unknown) => error),
    );
    await everythingDone();
    stop.abort();
    const errors = await Promise.all(waits);
    expect(errors.every((error) => isKind(error, "aborted"))).toBe(true);
    await everythingDone();
    expect(clock.sleeping).toBe(0);
  });

  test("of thousands needs one timer", async () => {
    const { clock, ask } = aLedger();
    for (let index = 0; index < 3000; index += 1) void ask(String(index), 1000);
    await everythingDone();
    expect(clock.sleeping).toBe(1);
  });

  test("that begins aborted books nothing", async () => {
    const { ask, granted } = aLedger();
    const signal = AbortSignal.abort();
    await expect(ask("late", 1, { signal })).rejects.toMatchObject({ kind: "aborted" });
    expect(granted).toEqual([]);
  });
});

describe("what a request really used", () => {
  test("takes the place of its reservation: what was not used is free at once", async () => {
    const { clock, ledger, granted, ask } = aLedger();
    const first = await ask("first", 1000);
    void ask("second", 700);
    await clock.advance(5000);
    await ledger.settle(first, usageOf(200, 50));
    await everythingDone();
    expect(granted.at(-1)).toEqual({ name: "second", atMs: 5000 });
  });

  test("above its reservation is booked at once, and the next wait for it (O5)", async () => {
    const { clock, ledger, granted, ask } = aLedger();
    const first = await ask("first", 100);
    await clock.advance(10_000);
    await ledger.settle(first, usageOf(900, 200));
    void ask("second", 1);
    await clock.advance(10_000 + windowMs);
    expect(granted.at(-1)).toEqual({ name: "second", atMs: 10_000 + windowMs });
  });

  test("settled twice counts once", async () => {
    const { ledger, granted, ask } = aLedger();
    const first = await ask("first", 100);
    await ledger.settle(first, usageOf(600, 0));
    await ledger.settle(first, usageOf(600, 0));
    void ask("second", 400);
    await everythingDone();
    expect(granted.at(-1)?.name).toBe("second");
  });

  test("that is never known stays booked: a refused request still books its tokens", async () => {
    const { clock, granted, ask } = aLedger();
    await ask("refused", 1000);
    void ask("next", 1);
    await clock.advance(windowMs);
    expect(granted.at(-1)).toEqual({ name: "next", atMs: windowMs });
  });
});

describe("a request above a whole limit", () => {
  test("fails at once with the numbers (O4)", async () => {
    const { ask } = aLedger({ tokens: 1000 });
    await expect(ask("giant", 1001)).rejects.toMatchObject({
      kind: "budget",
      message: expect.stringMatching(/needs 1001 tokens.* is 1000/),
    });
  });

  test("does not wait behind others to fail", async () => {
    const { ask } = aLedger({ tokens: 1000 });
    void ask("first", 1000);
    void ask("second", 1000);
    await expect(ask("giant", 1001)).rejects.toMatchObject({ kind: "budget" });
  });

  test("only by its upper bound is booked with the whole limit", async () => {
    const { ledger, granted, ask } = aLedger({ tokens: 1000 });
    const cost = { requests: 1, inputTokens: 5000, likelyInputTokens: 400, outputTokens: 100 };
    const { cost: booked } = await ledger.reserve(scope, cost, patient());
    expect(booked).toEqual({ requests: 1, inputTokens: 900, outputTokens: 100 });
    void ask("next", 1);
    await everythingDone();
    expect(granted).toEqual([]);
  });

  test("by input or output alone fails as well", async () => {
    const limits = new RequestLimits({
      provider: "openai",
      maxRequestsPerMinute: 10,
      maxTokensPerMinute: 1000,
      maxInputTokensPerMinute: 100,
      maxOutputTokensPerMinute: 50,
    });
    const ledger = new InProcessLedger({ limits: [limits], clock: new ManualClock() });
    const reserve = (inputTokens: number, outputTokens: number): Promise<Reservation> =>
      ledger.reserve(scope, { requests: 1, inputTokens, outputTokens }, patient());
    await expect(reserve(101, 1)).rejects.toMatchObject({ kind: "budget" });
    await expect(reserve(1, 51)).rejects.toMatchObject({ kind: "budget" });
    await expect(reserve(100, 50)).resolves.toBeDefined();
  });

  test.each([Number.NaN, -1, Number.POSITIVE_INFINITY])(
    "or of %p tokens is refused as no number",
    async (tokens) => {
      await expect(aLedger().ask("odd", tokens)).rejects.toMatchObject({ kind: "invalid_request" });
    },
  );
});

describe("limits that change while requests wait (O2)", () => {
  test("set anew they are in force at once", async () => {
    const { clock, ledger, granted, ask } = aLedger({ requests: 1 });
    void ask("first", 1);
    void ask("second", 1);
    await clock.advance(10);
    ledger.setLimits(
      new RequestLimits({ provider: "openai", maxRequestsPerMinute: 2, maxTokensPerMinute: 1000 }),
    );
    await everythingDone();
    expect(granted.at(-1)).toEqual({ name: "second", atMs: 10 });
  });

  test("assigned to their entity they are in force within a second", async () => {
    const { clock, row, granted, ask } = aLedger({ requests: 1 });
    void ask("first", 1);
    void ask("second", 1);
    await clock.advance(10);
    row.maxRequestsPerMinute = 2;
    await clock.advance(1000);
    expect(granted.at(-1)).toEqual({ name: "second", atMs: 1000 });
  });

  test("lowered they drop nobody who still fits", async () => {
    const { clock, row, granted, ask } = aLedger({ tokens: 1000 });
    void ask("first", 1000);
    void ask("second", 400);
    const giant = ask("giant", 600).catch((error: unknown) => error);
    await everythingDone();
    row.maxTokensPerMinute = 500;
    await clock.advance(windowMs);
    expect(granted.map(({ name }) => name)).toEqual(["first", "second"]);
    expect(await giant).toMatchObject({ kind: "budget" });
  });
});

describe("a scope that the provider wants left alone", () => {
  test("grants nothing for as long as was told, and no longer", async () => {
    const { clock, ledger, granted, ask } = aLedger();
    await ledger.block(scope, 1500);
    void ask("first", 1);
    await clock.advance(1499);
    expect(granted).toEqual([]);
    await clock.advance(1);
    expect(granted).toEqual([{ name: "first", atMs: 1500 }]);
  });

  test("does not hold up another endpoint or model", async () => {
    const { ledger } = aLedger();
    await ledger.block(scope, 60_000);
    const cost = { requests: 1, inputTokens: 1, outputTokens: 1 };
    await ledger.reserve({ ...scope, model: "gpt-4.1" }, cost, patient());
    await ledger.reserve({ ...scope, endpoint: "b" }, cost, patient());
  });

  test("is not blocked for shorter by a later, shorter word", async () => {
    const { clock, ledger, granted, ask } = aLedger();
    await ledger.block(scope, 2000);
    await ledger.block(scope, 1);
    void ask("first", 1);
    await clock.advance(2000);
    expect(granted).toEqual([{ name: "first", atMs: 2000 }]);
  });
});

test("two limits for one client are refused", () => {
  const { row } = aLedger();
  expect(() => new InProcessLedger({ limits: [row, row] })).toThrow(/Two RequestLimits/);
});
