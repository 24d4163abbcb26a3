import { describe, expect, test } from "@jest/globals";
import { readConversation, type FakeMessage } from "@minference/clients/testing";
import type { ChatThread } from "@minference/threads";
import { aTrader, calling, shown, tradersTools, wires } from "./a-trader.ts";
import { aWorld, type World, type WorldSettings } from "./a-world.ts";

type Heard = (readonly FakeMessage[])[];

/** A world on both wires; `heard` gets each conversation that its provider is sent, as a policy reads it. */
function aListeningWorld(
  heard: Heard,
  script: readonly (ReturnType<typeof calling> | string)[],
  options: WorldSettings["options"] = {},
): Promise<World> {
  const answers = script.values();
  return aWorld({
    wires: "both",
    options,
    provider: {
      policy: (request) => {
        heard.push(readConversation(request));
        return answers.next().value ?? "The script is at its end.";
      },
    },
  });
}

describe.each(wires)("the turn after, over the wire of %s,", (...wire) => {
  test("has all calls of an answer beside its text, each with its result behind it (D47)", async () => {
    const { tools, estimate, order } = tradersTools();
    const calls = calling(
      ["estimate_value", { round: 1 }],
      ["submit_order", { side: "buy" }],
      ["estimate_value", { round: 2 }],
    );
    const heard: Heard = [];
    const script = [{ ...calls, content: "Let me see." }];
    await using world = await aListeningWorld(heard, script, { tools });
    const thread = aTrader(wire, "auto_tools", { tools: [estimate, order] });
    await world.orchestrator.runTurn(thread);
    expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
    expect(heard[1]?.map(({ role, text }) => [role, text])).toEqual([
      ["user", "Trade."],
      ["assistant", "Let me see."],
      ["tool", '{"value":99}'],
      ["tool", expect.stringContaining("output_invalid")],
      ["tool", '{"value":98}'],
    ]);
    expect(heard[1]?.[1]?.calls).toMatchObject([
      { name: "estimate_value", arguments: { round: 1 } },
      { name: "submit_order", arguments: { side: "buy" } },
      { name: "estimate_value", arguments: { round: 2 } },
    ]);
    expect(heard[1]?.flatMap(({ callId }) => callId ?? [])).toEqual(
      heard[1]?.[1]?.calls.map(({ id }) => id),
    );
  });

  test.each<ChatThread["llmConfig"]["responseFormat"]>(["structured_output", "json_beg"])(
    "has the object of %s as text, and neither call nor result of it (D61, D62)",
    async (responseFormat) => {
      const { order } = tradersTools();
      const text = '{"side":"buy","price":7}';
      const heard: Heard = [];
      await using world = await aListeningWorld(heard, [text, text]);
      const thread = aTrader(wire, responseFormat, { forcedOutput: order });
      const { output } = await world.orchestrator.runTurn(thread);
      expect([output.error, output.content]).toEqual([null, text]);
      expect(output.jsonObject).toMatchObject({ object: JSON.parse(text), toolCallId: null });
      thread.newMessage = "Again.";
      expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
      expect(shown(thread)).toEqual(["user", "assistant", "user", "assistant"]);
      expect(heard[1]?.map(({ role }) => role)).toEqual(["user", "assistant", "user"]);
      expect(heard[1]?.[1]).toMatchObject({ text, calls: [] });
    },
  );
});

test("in a JSON mode with a structured forcedOutput the object is checked against it (6.3)", async () => {
  const { order } = tradersTools();
  await using world = await aListeningWorld([], ['{"side":"buy"}']);
  const thread = aTrader(wires[0], "json_object", { forcedOutput: order });
  const { status, output } = await world.orchestrator.runTurn(thread);
  expect([status, output.error?.kind]).toEqual(["failed", "output_invalid"]);
  expect([output.content, output.jsonObject?.object]).toEqual(['{"side":"buy"}', { side: "buy" }]);
});
