import { describe, expect, test } from "@jest/globals";
import { StorageUnavailableError } from "@minference/protocol";
import { EntityRegistry } from "@minference/ecs";
import { InferenceOrchestrator } from "@minference/orchestrator";
import { ChatThread } from "@minference/threads";
import { aTrader, calling, shown, tradersTools, wires, type Counted } from "./a-trader.ts";
import { aWorld, type World } from "./a-world.ts";
import type { CommitHook } from "./counting-storage.ts";

/** Stops a run between commit 2 and commit 3: the storage takes no batch with a tool message. */
const crash: CommitHook = (batch, commit) => {
  const hasResult = batch.snapshots.some(
    ({ state }) => JSON.stringify(state["role"]) === '{"json":"tool"}',
  );
  if (!hasResult) return commit();
  throw new StorageUnavailableError({ problem: "The disk is gone", remedy: "Mount it" });
};

/** A world with a provider that calls each tool of a trader once and then has done; its storage breaks down. */
function aCrashingWorld({ tools }: Counted): Promise<World> {
  const both = calling(
    ["estimate_value", { round: 1 }],
    ["submit_order", { side: "buy", price: 7 }],
    ["forget", {}],
  );
  return aWorld({
    onCommit: crash,
    options: { tools },
    provider: { policy: { script: [both, "I have done."] } },
  });
}

/** The thread as another process reads it, and that process's orchestrator, whose storage is well again. */
async function restarted(
  world: World,
  { thread, tools }: { readonly thread: ChatThread; readonly tools: Counted["tools"] },
): Promise<{ readonly loaded: ChatThread; readonly orchestrator: InferenceOrchestrator }> {
  const registry = new EntityRegistry({ storage: world.inner });
  const loaded = await registry.head(ChatThread, thread.lineageId);
  if (loaded === null) throw new Error("it was stored");
  return {
    loaded,
    orchestrator: new InferenceOrchestrator({ registry, clients: world.clients, tools }),
  };
}

describe("a run that stops between commit 2 and commit 3", () => {
  test("leaves the calls stored and open, and says why (N2)", async () => {
    const trader = tradersTools();
    await using world = await aCrashingWorld(trader);
    const thread = aTrader(wires[0], "auto_tools", { tools: [trader.estimate, trader.order] });
    const { status, output, messages } = await world.orchestrator.runTurn(thread);
    expect([status, output.error?.kind]).toEqual(["failed", "storage_unavailable"]);
    expect(messages.map(({ role }) => role)).toEqual(["assistant"]);
    expect(trader.calls).toEqual(["estimate_value 1 attempt 1"]);
    expect([thread.isModified, thread.pendingToolCalls.length]).toEqual([false, 3]);
    const { loaded } = await restarted(world, { thread, tools: trader.tools });
    expect(shown(loaded)).toEqual(["user", "assistant"]);
  });

  test.each([
    [true, "executed", ["attempt 1", "attempt 2"]],
    [false, "failed", ["attempt 1"]],
  ])(
    "is settled before anything is sent: with repeatable %p its call is %s (T12, O11, C112)",
    async (repeatable, outcome, attempts) => {
      const trader = tradersTools({ repeatable });
      await using world = await aCrashingWorld(trader);
      const thread = aTrader(wires[0], "auto_tools", { tools: [trader.estimate, trader.order] });
      await world.orchestrator.runTurn(thread);
      const { loaded, orchestrator } = await restarted(world, { thread, tools: trader.tools });
      const { status, output } = await orchestrator.runTurn(loaded);
      expect([status, output.content]).toEqual(["answered", "I have done."]);
      expect(shown(loaded)).toEqual([
        "user",
        "assistant",
        `estimate_value ${outcome}`,
        "submit_order validated",
        "forget failed",
        "assistant",
      ]);
      expect(trader.calls).toEqual(attempts.map((attempt) => `estimate_value 1 ${attempt}`));
      if (!repeatable) expect(loaded.history[2]?.content).toContain("not finished");
      // no committed turn is asked twice
      expect(world.provider.log()).toHaveLength(2);
    },
  );

  test("runs nothing again with execute none", async () => {
    const trader = tradersTools({ repeatable: true });
    await using world = await aCrashingWorld(trader);
    const thread = aTrader(wires[0], "auto_tools", { tools: [trader.estimate, trader.order] });
    await world.orchestrator.runTurn(thread);
    const { loaded, orchestrator } = await restarted(world, { thread, tools: trader.tools });
    await orchestrator.runTurn(loaded, { execute: "none" });
    expect(shown(loaded)[2]).toBe("estimate_value failed");
    expect(trader.calls).toHaveLength(1);
  });

  test("of the last tool of a workflow is finished by its result, and asks nothing more (3.5, 8.7)", async () => {
    const trader = tradersTools({ repeatable: true });
    await using world = await aCrashingWorld(trader);
    const thread = aTrader(wires[0], "workflow", { tools: [trader.estimate] });
    await world.orchestrator.runUntil([thread]);
    expect(thread.workflowStep).toBeNull();
    const { loaded, orchestrator } = await restarted(world, { thread, tools: trader.tools });
    const [result] = await orchestrator.runUntil([loaded]);
    expect([result.stopReason, loaded.workflowStep, loaded.isModified]).toEqual([
      "unchanged",
      1,
      false,
    ]);
    expect(world.provider.log()).toHaveLength(1);
  });
});
