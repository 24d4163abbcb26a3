import { expect, test } from "@jest/globals";
import { ChatThread, requestOf } from "@minference/threads";
import { aThread, aWorld } from "./a-world.ts";

test("a request stores only the messages that the one before had not sent, in hand or loaded (3.7)", async () => {
  await using world = await aWorld();
  const thread = aThread();
  const first = await world.orchestrator.runTurn(thread);
  thread.newMessage = "And when demand grows?";
  const second = await world.orchestrator.runTurn(thread);
  expect(world.storage.treeReads()).toBe(0); // what is in hand is not read again
  const loaded = await world.registry.getOrThrow(ChatThread, thread.ecsId);
  loaded.newMessage = "And both?";
  const third = await world.orchestrator.runTurn(loaded);
  const raws = [first, second, third].map(({ output }) => output.rawOutput);
  expect(raws.map((raw) => [raw?.wireKeep, raw?.wireAdded.length])).toEqual([
    [0, 2],
    [2, 2],
    [4, 2],
  ]);
  expect(raws[2]?.wireBaseId).toBe(raws[1]?.ecsId);
  const sent = world.provider.log().map(({ body }) => body);
  for (const [index, raw] of raws.entries()) {
    if (raw === null) throw new Error("each turn was sent");
    expect(await requestOf(world.registry, raw)).toEqual(sent[index]);
  }
});
