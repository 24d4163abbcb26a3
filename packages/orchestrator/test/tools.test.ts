import { describe, expect, test } from "@jest/globals";
import { CallableTool, ChatThread } from "@minference/threads";
import { CallableRegistry } from "@minference/tools";
import { answering, aTrader, calling, shown, tradersTools, wires } from "./a-trader.ts";
import { aWorld } from "./a-world.ts";

describe.each(wires)("over the wire of %s", (...wire) => {
  test("a forced callable tool is called, and its result is in the history (C61, N2)", async () => {
    const { tools, calls, estimate } = tradersTools();
    await using world = await aWorld(
      answering([calling(["estimate_value", { round: 3 }])], { tools }),
    );
    const thread = aTrader(wire, "tool", { forcedOutput: estimate });
    const { status, output, messages } = await world.orchestrator.runTurn(thread);
    expect([status, output.error, calls]).toEqual([
      "answered",
      null,
      ["estimate_value 3 attempt 1"],
    ]);
    expect(shown(thread)).toEqual(["user", "assistant", "estimate_value executed"]);
    expect(messages).toEqual(thread.history.slice(1));
    expect(messages[1]).toMatchObject({
      content: '{"value":97}',
      toolId: estimate.ecsId,
      parentMessageId: messages[0]?.ecsId,
    });
    expect(output.jsonObject).toMatchObject({ name: "estimate_value", object: { round: 3 } });
    // the question, the answer with its call, the result: one version each
    expect(await world.registry.getLineageIds(thread.lineageId)).toHaveLength(3);
    expect(thread.isModified).toBe(false);
  });

  test("a forced structured tool is validated, with its answer in one commit (C62, N2)", async () => {
    const { order } = tradersTools();
    await using world = await aWorld(
      answering([calling(["submit_order", { side: "buy", price: 7 }])]),
    );
    const thread = aTrader(wire, "tool", { forcedOutput: order });
    const { status } = await world.orchestrator.runTurn(thread);
    expect([status, ...shown(thread)]).toEqual([
      "answered",
      "user",
      "assistant",
      "submit_order validated",
    ]);
    expect(await world.registry.getLineageIds(thread.lineageId)).toHaveLength(2);
  });

  test("an order that breaks its schema is recorded as failed, and the thread goes on (C62, C78)", async () => {
    const { order } = tradersTools();
    const bad = calling(["submit_order", { side: "hold", price: "low" }]);
    const good = calling(["submit_order", { side: "sell", price: 9 }]);
    await using world = await aWorld(answering([bad, good]));
    const thread = aTrader(wire, "tool", { forcedOutput: order });
    expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
    expect(thread.lastMessage?.content).toMatch(/"kind":"output_invalid".*side.*price/);
    expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
    expect(shown(thread)).toEqual([
      "user",
      "assistant",
      "submit_order failed",
      "assistant",
      "submit_order validated",
    ]);
  });

  test("calls of the model's own choice are run, and their results go back with the next request (C63)", async () => {
    const { tools, estimate, order } = tradersTools();
    await using world = await aWorld(
      answering([calling(["estimate_value", { round: 1 }]), "I pass."], { tools }),
    );
    const thread = aTrader(wire, "auto_tools", { tools: [estimate, order] });
    await world.orchestrator.runTurn(thread);
    const { output } = await world.orchestrator.runTurn(thread);
    expect([output.content, thread.history.length]).toEqual(["I pass.", 4]);
    const sent = JSON.stringify(world.provider.log().at(-1)?.body);
    expect(sent).toContain(String.raw`{\"value\":99}`);
  });

  test("an object that was asked for is validated, and the thread has no call (C60, D61)", async () => {
    const { order } = tradersTools();
    const script = ['{"side":"buy","price":7}', '{"side":"buy"}'];
    await using world = await aWorld(answering(script));
    const thread = aTrader(wire, "structured_output", { forcedOutput: order });
    const first = await world.orchestrator.runTurn(thread);
    expect(first).toMatchObject({ status: "answered", output: { error: null } });
    expect(first.output.jsonObject?.object).toEqual({ side: "buy", price: 7 });
    thread.newMessage = "Again.";
    const second = await world.orchestrator.runTurn(thread);
    expect(second).toMatchObject({ status: "failed", output: { content: '{"side":"buy"}' } });
    expect(second.output.error).toMatchObject({ kind: "output_invalid" });
    expect(second.output.jsonObject?.object).toEqual({ side: "buy" });
    expect(shown(thread)).toEqual(["user", "assistant", "user", "assistant"]);
  });

  test("an answer without the forced call is tool_not_called, its text a message (3.5)", async () => {
    const { order } = tradersTools();
    await using world = await aWorld(answering(["I would rather not."]));
    const thread = aTrader(wire, "tool", { forcedOutput: order });
    const { status, output } = await world.orchestrator.runTurn(thread);
    expect([status, output.error?.kind]).toEqual(["failed", "tool_not_called"]);
    expect(thread.lastMessage?.content).toBe("I would rather not.");
  });
});

describe("the calls of one answer", () => {
  /** Tools that end in another order than they are called in; every third one throws. */
  const race = (): CallableRegistry => {
    const tools = new CallableRegistry();
    const waiting: (() => void)[] = [];
    const run = async ({ n }: { n: number }): Promise<number> => {
      await new Promise<void>((resolve) => {
        waiting.unshift(resolve);
        if (waiting.length === 10) for (const end of waiting) end();
      });
      if (n % 3 === 0) throw new Error(`no luck with ${n}`);
      return n;
    };
    const inputSchema = {
      type: "object",
      properties: { n: { type: "number" } },
      required: ["n"],
    } as const;
    tools.register("race", run, { inputSchema });
    return tools;
  };

  test("run in parallel: 10 results in call order, each with its id, 3 of them failed (T9, C84)", async () => {
    const tools = race();
    const calls = Array.from({ length: 10 }, (_, n) => ["race", { n: n + 1 }] as const);
    await using world = await aWorld(answering([calling(...calls)], { tools }));
    const thread = aTrader(wires[0], "auto_tools", {
      tools: [CallableTool.fromRegistry(tools, "race")],
    });
    const { status, messages } = await world.orchestrator.runTurn(thread, { parallelTools: 10 });
    expect(status).toBe("answered");
    const [, ...results] = messages;
    expect(results.map(({ toolCallId }) => toolCallId)).toEqual(
      calls.map((_call, index) => `toolu_${index}`),
    );
    expect(results.filter(({ toolStatus }) => toolStatus === "failed")).toHaveLength(3);
    expect(results[2]?.content).toBe('{"error":{"kind":"tool_failed","message":"no luck with 3"}}');
  });

  test("of tools that are not there, or have arguments that do not fit, fail and go back to the model (T1–T3, C77)", async () => {
    const { tools, calls, estimate } = tradersTools();
    const answer = calling(
      ["estimate_price", {}],
      ["estimate_value", { round: "three" }],
      ["estimate_value", '{"round":'],
    );
    await using world = await aWorld(answering([answer], { tools }));
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const { status, messages } = await world.orchestrator.runTurn(thread);
    expect([status, calls]).toEqual(["answered", []]);
    expect(messages.slice(1).map(({ content }) => /"kind":"(\w+)"/.exec(content)?.[1])).toEqual([
      "tool_not_found",
      "tool_args_invalid",
      "tool_args_invalid",
    ]);
  });

  test("of a tool without its function fail as tool_not_found (U7)", async () => {
    const { estimate } = tradersTools();
    await using world = await aWorld(answering([calling(["estimate_value", { round: 1 }])]));
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const { messages } = await world.orchestrator.runTurn(thread);
    expect(messages[1]).toMatchObject({ toolStatus: "failed" });
    expect(messages[1]?.content).toContain("tool_not_found");
  });

  test("that were cut off are not run (T25)", async () => {
    const { tools, calls, estimate } = tradersTools();
    const message = {
      role: "assistant",
      tool_calls: [
        {
          id: "a",
          type: "function",
          function: { name: "estimate_value", arguments: '{"round":1}' },
        },
      ],
    };
    const body = { model: "m", choices: [{ index: 0, message, finish_reason: "length" }] };
    await using world = await aWorld({
      provider: { policy: () => ({ kind: "body", body }) },
      options: { tools },
    });
    const thread = aTrader(wires[0], "auto_tools", { tools: [estimate] });
    const { status, output } = await world.orchestrator.runTurn(thread);
    expect([status, output.error?.kind, calls]).toEqual(["failed", "truncated", []]);
    expect(thread.lastMessage).toMatchObject({ toolStatus: "failed" });
  });
});

test("a thread is loaded with its calls, their results and the versions of the tools (C85, C116)", async () => {
  const { tools, estimate, order } = tradersTools();
  await using world = await aWorld(
    answering(
      [calling(["estimate_value", { round: 1 }], ["submit_order", { side: "buy", price: 3 }])],
      { tools },
    ),
  );
  const thread = aTrader(wires[0], "auto_tools", { tools: [estimate, order] });
  await world.orchestrator.runTurn(thread);
  const loaded = await world.registry.getOrThrow(ChatThread, thread.ecsId);
  expect(shown(loaded)).toEqual([
    "user",
    "assistant",
    "estimate_value executed",
    "submit_order validated",
  ]);
  expect(loaded.history[1]?.toolCalls.map(({ toolId }) => toolId)).toEqual([
    estimate.ecsId,
    order.ecsId,
  ]);
});
