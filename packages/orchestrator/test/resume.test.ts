import { expect, test } from "@jest/globals";
import { EntityRegistry } from "@minference/ecs";
import { ChatThread, LLMConfig } from "@minference/threads";
import { aThread, aWorld, type World } from "./a-world.ts";

const toolTurn = [
  { role: "user", content: "What is the weather?" },
  {
    role: "assistant",
    content: null,
    tool_calls: [
      { id: "a", type: "function", function: { name: "weather", arguments: "{}" } },
      { id: "b", type: "function", function: { name: "weather", arguments: "{}" } },
    ],
  },
];

/** A thread of these messages as another process has stored and this one has loaded it. */
async function aLoadedThread(world: World, messages: readonly unknown[]): Promise<ChatThread> {
  const thread = new ChatThread({
    llmConfig: new LLMConfig({ client: "openai", model: "gpt-4.1" }),
  });
  thread.addChatMl(messages);
  await new EntityRegistry({ storage: world.storage.storage }).register(thread);
  const loaded = await world.registry.head(ChatThread, thread.lineageId);
  if (loaded === null) throw new Error("it was just stored");
  return loaded;
}

test("a question that was stored and never answered is sent, and not stored again (8.7, N3)", async () => {
  await using world = await aWorld();
  const thread = await aLoadedThread(world, [{ role: "user", content: "Why?" }]);
  const stored = thread.ecsId;
  const { status, output } = await world.orchestrator.runTurn(thread);
  expect([status, output.askedVersionId]).toEqual(["answered", stored]);
  expect(output.rawOutput?.chatThreadId).toBe(stored);
  expect(await world.registry.getLineageIds(thread.lineageId)).toEqual([stored, thread.ecsId]);
});

test("complete tool results are sent (8.7)", async () => {
  await using world = await aWorld();
  const results = ["a", "b"].map((id) => ({ role: "tool", tool_call_id: id, content: "{}" }));
  const thread = await aLoadedThread(world, [...toolTurn, ...results]);
  expect((await world.orchestrator.runTurn(thread)).status).toBe("answered");
});

test("a call that a stopped run left open gets a failed result, stored before anything is sent (T12)", async () => {
  await using world = await aWorld();
  const result = { role: "tool", tool_call_id: "a", content: "{}" };
  const thread = await aLoadedThread(world, [...toolTurn, result]);
  const { status, output } = await world.orchestrator.runTurn(thread);
  expect(status).toBe("answered");
  expect(thread.history.map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "tool",
    "tool",
    "assistant",
  ]);
  const asked = await world.registry.getOrThrow(ChatThread, output.askedVersionId);
  expect(asked.lastMessage).toMatchObject({ toolCallId: "b", toolStatus: "failed" });
  expect(asked.lastMessage?.content).toContain("not finished");
  expect(await world.registry.getLineageIds(thread.lineageId)).toHaveLength(3);
});

test("open calls are settled and stored even if the thread is then refused", async () => {
  await using world = await aWorld();
  const thread = await aLoadedThread(world, toolTurn);
  thread.llmConfig.responseFormat = "workflow";
  const { output } = await world.orchestrator.runTurn(thread);
  expect(output.error).toMatchObject({ kind: "invalid_request" });
  expect([thread.pendingToolCalls.length, thread.isModified]).toEqual([0, false]);
});

test("a finished thread is not sent: its output is its last answer, and nothing is stored (8.7)", async () => {
  await using world = await aWorld({ provider: { policy: () => "Because." } });
  const thread = aThread();
  const { output } = await world.orchestrator.runTurn(thread);
  const before = world.storage.batches.length;
  const again = await world.orchestrator.runTurn(thread);
  expect(again).toMatchObject({ status: "unchanged", messages: [] });
  expect(again.output).toMatchObject({
    content: "Because.",
    error: null,
    rawOutput: null,
    askedVersionId: output.askedVersionId,
  });
  expect(again.output.usage).toBe(thread.lastMessage?.usage);
  expect(world.storage.batches).toHaveLength(before);
  expect(world.provider.log()).toHaveLength(1);
});

test("a tool call in a text answer gets the result tool_not_found, and the thread can be run again (8.4)", async () => {
  await using world = await aWorld({
    provider: {
      policy: {
        script: [
          { kind: "calls", calls: [{ name: "weather", arguments: { at: "home" } }] },
          "I cannot look.",
        ],
      },
    },
  });
  const thread = aThread();
  const first = await world.orchestrator.runTurn(thread);
  expect(first.messages.map(({ role }) => role)).toEqual(["assistant", "tool"]);
  expect(first.messages[1]).toMatchObject({ toolStatus: "failed", toolName: "weather" });
  expect(first.messages[1]?.content).toContain("tool_not_found");
  expect(first.output.jsonObjects).toMatchObject([{ name: "weather", object: { at: "home" } }]);
  const second = await world.orchestrator.runTurn(thread);
  expect(second).toMatchObject({ status: "answered", output: { content: "I cannot look." } });
});
