import { describe, expect, test } from "@jest/globals";
import type { RunEvent } from "@minference/orchestrator";
import { CallableTool, type ChatThread } from "@minference/threads";
import { CallableRegistry } from "@minference/tools";
import { answering, aTrader, calling, tradersTools, wires } from "./a-trader.ts";
import { aWorld } from "./a-world.ts";
import { rowsOf } from "./counting-storage.ts";

describe("the calls of one answer", () => {
  test.each([
    { persist: "all", plain: 17, perCall: 4, segments: 1 },
    { persist: "threads", plain: 14, perCall: 2, segments: 0 },
  ] as const)(
    "with persist $persist write $plain + $perCall k rows, $segments of them a list's segment (N10)",
    async ({ persist, plain, perCall, segments }) => {
      const { tools, estimate } = tradersTools();
      const both = calling(["estimate_value", { round: 1 }], ["estimate_value", { round: 2 }]);
      await using world = await aWorld(answering([both, both], { tools }));
      const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
      await world.orchestrator.runTurn(thread, { persist });
      thread.newMessage = "And now?";
      const before = world.storage.batches.length;
      await world.orchestrator.runTurn(thread, { persist });
      const rows = world.storage.batches.slice(before).map(rowsOf);
      expect(rows).toHaveLength(3);
      // a segment is a row of the SQL backends alone
      expect(rows.reduce((a, b) => a + b) + segments).toBe(plain + perCall * 2);
    },
  );

  test("are recorded and not run with execute none; the caller brings the results (N8)", async () => {
    const { tools, calls, estimate } = tradersTools();
    await using world = await aWorld(
      answering([calling(["estimate_value", { round: 1 }]), "Good."], { tools }),
    );
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const { messages } = await world.orchestrator.runTurn(thread, { execute: "none" });
    expect([messages.length, calls]).toEqual([1, []]);
    const [call] = thread.pendingToolCalls;
    if (call === undefined) throw new Error("one call is pending");
    thread.addToolResult(call, { status: "executed", value: { value: 1 } });
    const { output } = await world.orchestrator.runTurn(thread);
    expect(output.content).toBe("Good.");
  });

  test("are told of: tools begin after commit 2 and end before commit 3 (8.7)", async () => {
    const { tools, estimate } = tradersTools();
    const answer = calling(["estimate_value", { round: 1 }], ["estimate_value", { round: 0 }]);
    await using world = await aWorld(answering([answer], { tools }));
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const events: RunEvent[] = [];
    await world.orchestrator.runTurn(thread, { onEvent: (event) => events.push(event) });
    expect(events.slice(3).map(({ type }) => type)).toEqual([
      "turn.answered",
      "version.committed",
      "tool.started",
      "tool.started",
      "tool.finished",
      "tool.finished",
      "version.committed",
      "turn.finished",
    ]);
    const ends = events.filter(({ type }) => type === "tool.finished");
    expect(ends).toMatchObject([
      { toolCallId: "toolu_0", toolName: "estimate_value", status: "executed", kind: null },
      { toolCallId: "toolu_1", status: "failed", kind: "tool_args_invalid" },
    ]);
  });

  test("that never end are given up after their time, or when the run is aborted (T5, T6)", async () => {
    const tools = new CallableRegistry();
    const never = (): Promise<never> => new Promise(() => undefined);
    tools.register("never", never, { inputSchema: {} });
    await using world = await aWorld(
      answering([calling(["never", {}]), calling(["never", {}])], { tools }),
    );
    const ask = (): ChatThread =>
      aTrader(wires[0], "auto_tools", { tools: [CallableTool.fromRegistry(tools, "never")] });
    const slow = await world.orchestrator.runTurn(ask(), { toolTimeoutMs: 1 });
    expect(slow.status).toBe("answered");
    expect(slow.messages[1]?.content).toContain("tool_timeout");

    const abort = new AbortController();
    const thread = ask();
    const aborted = await world.orchestrator.runTurn(thread, {
      signal: abort.signal,
      onEvent: ({ type }) => type === "tool.started" && abort.abort(),
    });
    expect([aborted.status, aborted.messages.length]).toEqual(["aborted", 2]);
    expect(thread.lastMessage?.content).toContain('"kind":"aborted"');
    expect([thread.isModified, thread.pendingToolCalls.length]).toEqual([false, 0]);
  });
});
