import { expect, test } from "@jest/globals";
import { ChatThread } from "@minference/threads";
import { aThread, aWorld } from "./a-world.ts";
import { rowsOf } from "./counting-storage.ts";

test("a turn stores the question as one version and the answer as the next (N2, N10)", async () => {
  await using world = await aWorld({ provider: { policy: () => "Because." } });
  const thread = aThread();
  const { output, status, messages } = await world.orchestrator.runTurn(thread);
  expect(status).toBe("answered");
  expect(output.content).toBe("Because.");
  expect(messages.map(({ role }) => role)).toEqual(["assistant"]);
  expect(thread.history.map(({ role }) => role)).toEqual(["user", "assistant"]);
  const lineage = await world.registry.getLineageIds(thread.lineageId);
  expect(lineage).toEqual([output.askedVersionId, thread.ecsId]);
  const asked = await world.registry.getOrThrow(ChatThread, output.askedVersionId);
  expect(asked.history.map(({ role }) => role)).toEqual(["user"]);
  expect(asked.newMessage).toBeNull();
});

test("from the second turn on a plain turn writes 13 rows in two commits (N10)", async () => {
  await using world = await aWorld();
  const thread = aThread();
  await world.orchestrator.runTurn(thread);
  const before = world.storage.batches.length;
  thread.newMessage = "And when demand grows?";
  await world.orchestrator.runTurn(thread);
  const batches = world.storage.batches.slice(before);
  expect(batches).toHaveLength(2);
  expect(batches.map(rowsOf).reduce((a, b) => a + b)).toBe(13);
});

test("asking an old version again under another config makes a named branch (V39, style 1)", async () => {
  await using world = await aWorld();
  const thread = aThread();
  const { output } = await world.orchestrator.runTurn(thread);
  const asked = await world.registry.getOrThrow(ChatThread, output.askedVersionId);
  asked.llmConfig.temperature = 1;
  const again = await world.orchestrator.runTurn(asked);
  expect(again.status).toBe("answered");
  const lineage = await world.registry.lineage(thread.lineageId);
  expect(lineage.heads).toHaveLength(2);
  const names = (await world.registry.refs(thread.lineageId)).map(({ name }) => name);
  expect(names.toSorted()).toEqual([expect.stringMatching(/^branch-[0-9a-f]{8}$/), "main"]);
  expect(world.provider.log().map(({ body }) => body)).toMatchObject([
    { temperature: 0 },
    { temperature: 1 },
  ]);
});
