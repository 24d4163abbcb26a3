import { describe, expect, test } from "@jest/globals";
import { forcedTool, readConversation } from "@minference/clients/testing";
import type { LoopOptions, LoopResult, RunEvent } from "@minference/orchestrator";
import { CallableTool, ChatThread, StructuredTool } from "@minference/threads";
import { CallableRegistry } from "@minference/tools";
import { aTrader, calling, shown, tradersTools, wires } from "./a-trader.ts";
import { aThread, aWorld, type World, type WorldSettings } from "./a-world.ts";

const anyObject = { type: "object" } as const;

/** Four tools in a row: structured ones, and callable ones that succeed. */
function fourSteps(): { readonly tools: CallableRegistry; readonly steps: ChatThread["tools"] } {
  const tools = new CallableRegistry();
  const callable = (name: string): CallableTool =>
    CallableTool.fromFunction(tools, () => `${name} is done`, { name, inputSchema: anyObject });
  const structured = (name: string): StructuredTool =>
    new StructuredTool({ name, jsonSchema: anyObject });
  return {
    tools,
    steps: [callable("look"), structured("judge"), callable("act"), structured("report")],
  };
}

/** A provider that always calls what it is forced to. */
const obedient: WorldSettings["provider"] = {
  policy: (request) => {
    const name = forcedTool(request);
    return name === null ? "No tool is forced." : calling([name, {}]);
  },
};

/** A world in which the model calls `estimate_value` for so many rounds, and then has done. */
function rounds(count: number, options: WorldSettings["options"] = {}): Promise<World> {
  return aWorld({
    options,
    provider: {
      policy: (request) => {
        const done = readConversation(request).filter(({ role }) => role === "tool").length;
        return done < count ? calling(["estimate_value", { round: done + 1 }]) : "I have done.";
      },
    },
  });
}

/** The loop of one thread that may call `estimate_value`, with these options. */
async function loopOf(count: number, options: LoopOptions): Promise<LoopResult> {
  const { tools, estimate } = tradersTools();
  await using world = await rounds(count, { tools });
  const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
  const [result] = await world.orchestrator.runUntil([thread], options);
  return result;
}

describe.each(wires)("a workflow over the wire of %s (C64)", (...wire) => {
  test("calls its four tools in order, each once, and is finished (D49, D50)", async () => {
    const { tools, steps } = fourSteps();
    await using world = await aWorld({ wires: "both", provider: obedient, options: { tools } });
    const thread = aTrader(wire, "workflow", { tools: steps });
    for (let built = 0; built < 10; built += 1) thread.toChatRequest();
    expect(thread.workflowStep).toBeNull();
    const [result] = await world.orchestrator.runUntil([thread]);
    expect([result.stopReason, result.results.length]).toEqual(["workflow_finished", 4]);
    expect(shown(thread)).toEqual([
      "user",
      ...["assistant", "look executed"],
      ...["assistant", "judge validated"],
      ...["assistant", "act executed"],
      ...["assistant", "report validated"],
    ]);
    expect([thread.workflowStep, thread.isModified]).toEqual([4, false]);

    const loaded = await world.registry.getOrThrow(ChatThread, thread.ecsId);
    expect([loaded.workflowStep, loaded.isWorkflowFinished]).toEqual([4, true]);
    const [again] = await world.orchestrator.runUntil([thread]);
    expect([again.stopReason, again.results[0]?.status]).toEqual(["unchanged", "unchanged"]);
    const { output } = await world.orchestrator.runTurn(thread);
    expect(output.error?.code).toBe("workflow_finished");
    expect(world.provider.log()).toHaveLength(4);

    thread.resetWorkflowStep();
    const [round] = await world.orchestrator.runUntil([thread], { maxSteps: 1 });
    expect([round.stopReason, thread.workflowStep]).toEqual(["budget", 1]);
  });
});

test("a workflow stays at a step whose object is not valid, and goes on from there (D48)", async () => {
  const { order } = tradersTools();
  const orders = [{ side: "hold" }, { side: "buy", price: 7 }];
  await using world = await aWorld({
    provider: { policy: { script: orders.map((args) => calling([order.name, args])) } },
  });
  const thread = aTrader(wires[0], "workflow", { tools: [order] });
  const steps: (number | null)[] = [];
  const stopWhen = ({ workflowStep }: ChatThread): boolean => {
    steps.push(workflowStep);
    return false;
  };
  const [result] = await world.orchestrator.runUntil([thread], { stopWhen });
  expect([result.stopReason, steps]).toEqual(["workflow_finished", [null]]);
  expect(shown(thread).filter((line) => line.startsWith("submit"))).toEqual([
    "submit_order failed",
    "submit_order validated",
  ]);
});

test("a workflow whose model cannot be made to call goes on with a message between its steps (4.4, C110)", async () => {
  const { order } = tradersTools();
  const report = new StructuredTool({ name: "report", jsonSchema: { type: "object" } });
  await using world = await aWorld({
    wires: "both",
    provider: { policy: () => '{"side":"buy","price":7}' },
  });
  const thread = aTrader(["anthropic", "claude-opus-4-8"], "workflow", { tools: [order, report] });
  thread.llmConfig.model = "claude-opus-5-5";
  const [result] = await world.orchestrator.runUntil([thread], {
    nextMessage: (_thread, _output, step) => `Continue behind step ${step}.`,
  });
  expect([result.stopReason, result.results.length]).toEqual(["workflow_finished", 2]);
  expect(shown(thread)).toEqual(["user", "assistant", "user", "assistant"]);
  expect(thread.history[2]?.content).toBe("Continue behind step 1.");
});

describe("a loop of one thread (8.5)", () => {
  test("sends results back until the model calls no tool, and sums what that cost (C110)", async () => {
    const { results, stopReason, usage, thread } = await loopOf(2, {});
    expect([stopReason, results.length]).toEqual(["answered", 3]);
    expect(results.at(-1)?.output.content).toBe("I have done.");
    expect(thread.history).toHaveLength(6);
    const tokens = results.map(({ output }) => output.usage?.totalTokens ?? 0);
    expect(usage?.totalTokens).toBe(tokens.reduce((a, b) => a + b));
  });

  test("ends after maxSteps with budget; the thread is whole and can go on (T32)", async () => {
    const { results, stopReason, thread } = await loopOf(99, { maxSteps: 3 });
    expect([stopReason, results.length, thread.pendingToolCalls]).toEqual(["budget", 3, []]);
    expect(thread.isAwaitingAnswer).toBe(true);
  });

  test("takes 10 steps when nothing else is said", async () => {
    expect((await loopOf(99, {})).results).toHaveLength(10);
  });

  test("ends when a tool of stopTools was executed", async () => {
    const { stopReason, results } = await loopOf(99, { stopTools: ["estimate_value"] });
    expect([stopReason, results.length]).toEqual(["stop_tool", 1]);
  });

  test("goes on when a call of a tool of stopTools failed", async () => {
    const { estimate } = tradersTools();
    await using world = await rounds(2);
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const [result] = await world.orchestrator.runUntil([thread], { stopTools: ["estimate_value"] });
    expect([result.stopReason, result.results.length]).toEqual(["answered", 3]);
  });

  test("ends when stopWhen says so, which is told thread, output and step", async () => {
    const seen: number[] = [];
    const { stopReason } = await loopOf(99, {
      stopWhen: (thread, { jsonObject }, step) => {
        seen.push(thread.history.length, step);
        return jsonObject?.object["round"] === 2;
      },
    });
    expect([stopReason, ...seen]).toEqual(["stop_when", 3, 1, 5, 2]);
  });

  test("of plain text goes on as long as a user says something (C110)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    const [result] = await world.orchestrator.runUntil([thread], {
      nextMessage: (_thread, _output, step) => Promise.resolve(step < 3 ? "Go on." : null),
    });
    expect([result.stopReason, result.results.length]).toEqual(["answered", 3]);
    expect(
      thread.history.map(({ content }) => content).filter((text) => text === "Go on."),
    ).toEqual(["Go on.", "Go on."]);
  });

  test("ends with the turn that fails", async () => {
    await using world = await aWorld({ provider: { policy: { script: [] } } });
    const thread = aThread();
    thread.llmConfig.responseFormat = "tool";
    const [result] = await world.orchestrator.runUntil([thread]);
    expect([result.stopReason, result.results.length, result.usage]).toEqual(["failed", 1, null]);
    expect(result.results[0]?.output.error?.kind).toBe("invalid_request");
  });

  test("ends as failed when a callback throws, and no other thread is touched (O20)", async () => {
    const { tools, estimate } = tradersTools();
    await using world = await rounds(1, { tools });
    const threads = [0, 1].map(() => aTrader(wires[0], "auto_tools", { tools: [estimate] }));
    const error = new Error("broken hook");
    const results = await world.orchestrator.runUntil(threads, {
      stopWhen: (thread) => {
        if (thread === threads[0]) throw error;
        return false;
      },
    });
    expect(results.map(({ stopReason, cause }) => [stopReason, cause])).toEqual([
      ["failed", error],
      ["answered", null],
    ]);
  });

  test("ends when it is aborted between two steps: no further turn begins", async () => {
    const abort = new AbortController();
    const { stopReason, results, thread } = await loopOf(99, {
      signal: abort.signal,
      onEvent: ({ type }) => type === "turn.finished" && abort.abort(),
    });
    expect([stopReason, results.length, thread.isModified]).toEqual(["aborted", 1, false]);
  });

  test("that is finished before its first step gets no turn, and costs nothing (8.7)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    await world.orchestrator.runTurn(thread);
    const [result] = await world.orchestrator.runUntil([thread]);
    expect(result).toMatchObject({ stopReason: "unchanged", usage: null });
    expect(result.results.map(({ status }) => status)).toEqual(["unchanged"]);
    expect(world.provider.log()).toHaveLength(1);
  });

  test.each([0, 1.5, Number.NaN])(
    "of %p steps is refused before anything is sent",
    async (maxSteps) => {
      await using world = await aWorld();
      await expect(world.orchestrator.runUntil([aThread()], { maxSteps })).rejects.toMatchObject({
        kind: "invalid_request",
        path: "maxSteps",
      });
      expect(world.provider.log()).toEqual([]);
    },
  );
});

describe("loops of many threads (C111)", () => {
  test("do not wait for one another: one ends while another is at its first step", async () => {
    const { tools, estimate } = tradersTools();
    let letGo = (): void => undefined;
    const quickIsDone = new Promise<void>((resolve) => (letGo = resolve));
    await using world = await aWorld({
      options: { tools },
      provider: {
        policy: async (request) => {
          const conversation = readConversation(request);
          if (conversation.some(({ text }) => text === "slow")) await quickIsDone;
          const done = conversation.filter(({ role }) => role === "tool").length;
          return done < 4 ? calling(["estimate_value", { round: 1 }]) : "Done.";
        },
      },
    });
    const threads = ["slow", "quick"].map((newMessage) =>
      aTrader(wires[0], "auto_tools", { tools: [estimate], newMessage }),
    );
    const finished = [0, 0];
    const onEvent = ({ type, index }: RunEvent): void => {
      if (type !== "turn.finished") return;
      finished[index] = (finished[index] ?? 0) + 1;
      if (finished[1] === 5) letGo();
    };
    const results = await world.orchestrator.runUntil(threads, { onEvent });
    expect(results.map(({ stopReason }) => stopReason)).toEqual(["answered", "answered"]);
    expect(finished).toEqual([5, 5]);
  });

  test("are in the threads' order; a thread that is given twice is refused the second time (N1, N5)", async () => {
    await using world = await aWorld();
    const thread = aThread();
    const results = await world.orchestrator.runUntil([thread, aThread(), thread]);
    expect(results.map(({ stopReason }) => stopReason)).toEqual(["answered", "answered", "failed"]);
    expect(results[2].results[0]?.output.error?.kind).toBe("invalid_request");
  });
});
