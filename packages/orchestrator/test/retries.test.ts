import { describe, expect, test } from "@jest/globals";
import { fakeError, type FakeAnswer } from "@minference/clients/testing";
import type { RateLedger, RunEvent } from "@minference/orchestrator";
import { ProcessedOutput } from "@minference/threads";
import { aThread, aWorld, type World } from "./a-world.ts";
import { HastyClock } from "./hasty-clock.ts";

const busy = fakeError({ status: 500 });

/** A world whose provider gives these answers in turn, and on whose clock no wait takes time. */
async function aScriptedWorld(
  script: readonly FakeAnswer[],
  ledger?: RateLedger,
): Promise<World & { readonly clock: HastyClock }> {
  const clock = new HastyClock();
  const retry = { random: () => 0.5 };
  const options = { clock, retry, ...(ledger !== undefined && { ledger }) };
  return { ...(await aWorld({ options, provider: { policy: { script } } })), clock };
}

/** A ledger that grants everything and notes what it is told. */
function anOpenLedger(): RateLedger & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    reserve: async (scope, cost) => {
      told.push("reserve");
      return { scope, cost };
    },
    settle: async (_reservation, usage) => void told.push(`settle ${usage.totalTokens}`),
    block: async (_scope, ms) => void told.push(`block ${ms}`),
  };
}

describe("a request that fails and may come right", () => {
  test("is sent again, reserved anew each time, and its output counts the sends (8.4)", async () => {
    const ledger = anOpenLedger();
    await using world = await aScriptedWorld(
      [busy, { kind: "cut", after: "headers" }, "Yes."],
      ledger,
    );
    const events: RunEvent[] = [];
    const { status, output } = await world.orchestrator.runTurn(aThread(), {
      onEvent: (event) => events.push(event),
    });
    expect(status).toBe("answered");
    expect(output.rawOutput?.attempts).toBe(3);
    expect(ledger.told).toEqual([
      "reserve",
      "reserve",
      "reserve",
      expect.stringMatching(/^settle/),
    ]);
    expect(world.clock.waits).toEqual([500, 1000]);
    expect(events.filter(({ type }) => type === "attempt.retried")).toMatchObject([
      { attempt: 1, delayMs: 500, error: { kind: "server" } },
      { attempt: 2, delayMs: 1000, error: { kind: "connection" } },
    ]);
  });

  test("fails with its last error after five sends; the thread stays at the question and can be run again (N9)", async () => {
    await using world = await aScriptedWorld([busy, busy, busy, busy, busy, "At last."]);
    const thread = aThread();
    const failed = await world.orchestrator.runTurn(thread);
    expect(failed).toMatchObject({ status: "failed", messages: [] });
    expect(failed.output.error).toMatchObject({ kind: "server", httpStatus: 500 });
    expect(world.provider.log()).toHaveLength(5);
    expect(thread.ecsId).toBe(failed.output.askedVersionId);
    expect(thread.isModified).toBe(false);
    const stored = await world.registry.getOrThrow(ProcessedOutput, failed.output.ecsId);
    expect(stored.rawOutput).toMatchObject({ attempts: 5, httpStatus: 500 });
    const again = await world.orchestrator.runTurn(thread);
    expect(again).toMatchObject({ status: "answered", output: { content: "At last." } });
    expect(again.output.askedVersionId).toBe(failed.output.askedVersionId);
  });
});

describe("a 429", () => {
  test("with retry-after is waited for, and its scope left alone as long (C1)", async () => {
    const ledger = anOpenLedger();
    const refused = fakeError({ status: 429, retryAfter: "2" });
    await using world = await aScriptedWorld([refused, "Yes."], ledger);
    expect((await world.orchestrator.runTurn(aThread())).status).toBe("answered");
    expect(world.clock.waits).toEqual([2500]);
    expect(ledger.told).toContain("block 2000");
  });

  test.each(["soon", "-1", "0"])(
    "with retry-after %p is waited for as if it said nothing (C2)",
    async (retryAfter) => {
      const ledger = anOpenLedger();
      await using world = await aScriptedWorld(
        [fakeError({ status: 429, retryAfter }), "Yes."],
        ledger,
      );
      expect((await world.orchestrator.runTurn(aThread())).status).toBe("answered");
      expect(world.clock.waits).toEqual([500]);
      expect(ledger.told.some((word) => word.startsWith("block"))).toBe(false);
    },
  );

  test("that asks for more than the cap fails at once (C2)", async () => {
    await using world = await aScriptedWorld([fakeError({ status: 429, retryAfter: "99999999" })]);
    const { output } = await world.orchestrator.runTurn(aThread());
    expect(output.error).toMatchObject({ kind: "rate_limited", retryable: true });
    expect(world.provider.log()).toHaveLength(1);
    expect(world.clock.waits).toEqual([]);
  });

  test("for want of money is not sent again (C3)", async () => {
    await using world = await aScriptedWorld([
      fakeError({ status: 429, code: "insufficient_quota", retryAfter: "1" }),
    ]);
    const { output } = await world.orchestrator.runTurn(aThread());
    expect(output.error?.kind).toBe("quota");
    expect(world.provider.log()).toHaveLength(1);
  });
});

describe("a ledger of another's making", () => {
  const broken = (): never => {
    throw new TypeError("key sk-secret");
  };

  test("that throws at settling does not cost the answer", async () => {
    await using world = await aScriptedWorld(["Yes."], {
      ...anOpenLedger(),
      settle: async () => broken(),
    });
    const { status, output } = await world.orchestrator.runTurn(aThread());
    expect([status, output.content]).toEqual(["answered", "Yes."]);
  });

  test("that throws at reserving fails the turn, its words unsaid, and the output is stored", async () => {
    await using world = await aScriptedWorld([], {
      ...anOpenLedger(),
      reserve: async () => broken(),
    });
    const causes: unknown[] = [];
    const { output } = await world.orchestrator.runTurn(aThread(), {
      onEvent: (event) => event.type === "turn.failed" && causes.push(event.cause),
    });
    expect(output.error).toMatchObject({ code: "unexpected", retryable: false });
    expect(output.error?.message).toMatch(/TypeError/);
    expect(output.error?.message).not.toMatch(/secret/);
    expect(causes).toEqual([expect.objectContaining({ message: "key sk-secret" })]);
    const stored = await world.registry.getOrThrow(ProcessedOutput, output.ecsId);
    expect(stored.rawOutput).toBeNull();
  });
});
