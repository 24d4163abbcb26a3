import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, list } from "@minference/ecs";
import { unsureStorage } from "@minference/storage/conformance";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

class Track extends defineEntity("Track", { plays: z.number().default(0) }) {}
class Player extends defineEntity("Player", {
  queue: list(() => Track),
  played: list(() => Track),
}) {}

const tracks = (count: number): readonly Track[] =>
  Array.from({ length: count }, () => new Track({}));

test("one list in two fields, longer in one of them, is stored whole in both (V16, V38)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const player = new Player({ queue: tracks(2), played: tracks(1) });
  player.played = player.queue;
  player.append("queue", ...tracks(2));
  await registry.register(player);
  for (const [plays, track] of player.queue.entries()) track.plays = plays + 1;
  await registry.register(player);
  expect(player.isModified).toBe(false);
  player.append("queue", ...tracks(1));
  await registry.register(player);
  const stored = await registry.getOrThrow(Player, player.ecsId);
  expect(stored.queue.map(({ plays }) => plays)).toEqual([1, 2, 3, 4, 0]);
  expect(stored.played.map(({ plays }) => plays)).toEqual([1, 2]);
  expect(await registry.getLineageIds(player.lineageId)).toHaveLength(3);
});

test("a refused batch leaves a list that another one stores meanwhile as it is (V26)", async () => {
  const { storage } = unsureStorage(await openMemoryStorage(), "stored", "stored", "refused");
  const registry = new EntityRegistry({ storage });
  const first = new Player({ queue: tracks(2) });
  const [late] = await registry.registerAll(tracks(1));
  await registry.register(first);
  if (late !== undefined) first.append("queue", late);
  const second = new Player({ queue: first.queue });
  const [refused, stored] = await Promise.allSettled([
    registry.register(first),
    registry.register(second),
  ]);
  expect([refused.status, stored.status]).toEqual(["rejected", "fulfilled"]);
  second.append("queue", ...tracks(1));
  await registry.registerAll([first, second]);
  const loaded = await registry.getMany(Player, [first.ecsId, second.ecsId]);
  expect(loaded.map((player) => player?.queue.length)).toEqual([3, 4]);
});

test("a list assigned to an empty field is shared, and written as an edit of where it came from (C39)", async () => {
  const { storage, sent } = unsureStorage(await openMemoryStorage());
  const registry = new EntityRegistry({ storage });
  const first = await registry.register(new Player({ queue: tracks(100) }));
  const second = new Player({});
  second.queue = first.queue;
  await registry.register(second);
  expect(sent[1]?.snapshots[0]?.state["queue"]).toMatchObject({
    list: { from: first.ecsId, keep: 100, put: [], append: [] },
  });
});
