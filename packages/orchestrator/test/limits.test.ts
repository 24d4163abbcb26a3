import { describe, expect, test } from "@jest/globals";
import { createClients, createOpenAIClient } from "@minference/clients";
import { EntityRegistry } from "@minference/ecs";
import {
  InferenceOrchestrator,
  InProcessLedger,
  type OrchestratorOptions,
  type RunEvent,
} from "@minference/orchestrator";
import { openMemoryStorage } from "@minference/storage-memory";
import { RequestLimits } from "@minference/threads";
import { aThread, aWorld } from "./a-world.ts";
import { HastyClock } from "./hasty-clock.ts";
import { everythingDone } from "./manual-clock.ts";

const limitsOf = (fields: Partial<ConstructorParameters<typeof RequestLimits>[0]>): RequestLimits =>
  new RequestLimits({
    provider: "openai",
    maxRequestsPerMinute: 1000,
    maxTokensPerMinute: 1e6,
    ...fields,
  });

test("requests above the limit of a minute wait for the next one, and the events say so", async () => {
  const clock = new HastyClock();
  const limits = [limitsOf({ maxRequestsPerMinute: 4 })];
  await using world = await aWorld({ options: { clock, limits } });
  const waits: number[] = [];
  const results = await world.orchestrator.run(
    Array.from({ length: 10 }, () => aThread()),
    { onEvent: (event: RunEvent) => event.type === "limit.waited" && waits.push(event.waitedMs) },
  );
  expect(results.every(({ status }) => status === "answered")).toBe(true);
  expect(waits).toHaveLength(6);
  expect(clock.monotonicMs()).toBeGreaterThanOrEqual(2 * 60_000);
});

test("maxConcurrent of a client is kept, whatever the concurrency", async () => {
  const inFlight = { now: 0, most: 0 };
  await using world = await aWorld({
    options: { limits: [limitsOf({ maxConcurrent: 2 })] },
    provider: {
      policy: async () => {
        inFlight.now += 1;
        inFlight.most = Math.max(inFlight.most, inFlight.now);
        // time enough for all that may come to be there
        for (let turn = 0; turn < 50; turn += 1) await everythingDone();
        inFlight.now -= 1;
        return "Yes.";
      },
    },
  });
  await world.orchestrator.run(Array.from({ length: 10 }, () => aThread()));
  expect(inFlight.most).toBe(2);
});

test("limits can be set while threads wait (O2)", async () => {
  const clock = new HastyClock();
  await using world = await aWorld({
    options: { clock, limits: [limitsOf({ maxRequestsPerMinute: 1 })] },
  });
  const threads = Array.from({ length: 5 }, () => aThread());
  let isRaised = false;
  await world.orchestrator.run(threads, {
    onEvent: ({ type }) => {
      if (type !== "turn.answered" || isRaised) return;
      isRaised = true;
      world.orchestrator.setLimits(limitsOf({}));
    },
  });
  expect(clock.monotonicMs()).toBeLessThan(60_000);
});

test("two orchestrators that are given one ledger keep its limits together (8.3)", async () => {
  const clock = new HastyClock();
  const ledger = new InProcessLedger({ limits: [limitsOf({ maxRequestsPerMinute: 2 })], clock });
  await using one = await aWorld({ options: { clock, ledger } });
  await using two = await aWorld({ options: { clock, ledger } });
  await one.orchestrator.run([aThread(), aThread()]);
  const before = clock.monotonicMs();
  await two.orchestrator.runTurn(aThread());
  expect(clock.monotonicMs() - before).toBeGreaterThanOrEqual(59_000);
});

describe("an orchestrator is not made", () => {
  const made = async (options: Partial<OrchestratorOptions>): Promise<InferenceOrchestrator> => {
    const registry = new EntityRegistry({ storage: await openMemoryStorage() });
    const clients = createClients({ openai: createOpenAIClient({ apiKey: "sk-test" }) });
    return new InferenceOrchestrator({ registry, clients, ...options });
  };

  test("with a limit for a client that is not configured (8.1)", async () => {
    await expect(made({ limits: [limitsOf({ provider: "anthropic" })] })).rejects.toMatchObject({
      kind: "invalid_request",
      message: expect.stringMatching(/anthropic.*Configured are: openai/),
    });
  });

  test("with limits and a ledger", async () => {
    const options = { limits: [limitsOf({})], ledger: new InProcessLedger() };
    await expect(made(options)).rejects.toMatchObject({ path: "limits" });
  });

  test.each([0, -1, 1.5, Number.NaN])("with a concurrency of %p", async (concurrency) => {
    await expect(made({ concurrency })).rejects.toMatchObject({
      kind: "invalid_request",
      path: "concurrency",
    });
  });
});

test("a ledger of another kind keeps its limits to itself", async () => {
  const ledger = new InProcessLedger();
  const other = {
    reserve: ledger.reserve.bind(ledger),
    settle: ledger.settle.bind(ledger),
    block: ledger.block.bind(ledger),
  };
  await using world = await aWorld({ options: { ledger: other } });
  expect(() => world.orchestrator.setLimits(limitsOf({}))).toThrow(/ledger/);
  expect((await world.orchestrator.runTurn(aThread())).status).toBe("answered");
});
