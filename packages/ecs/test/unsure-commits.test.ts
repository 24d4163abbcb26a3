import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, list } from "@minference/ecs";
import { StorageFullError } from "@minference/protocol";
import type { EntityStorage, WriteBatch } from "@minference/storage";
import { unsureStorage, wrappedStorage, type CommitFate } from "@minference/storage/conformance";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

class Item extends defineEntity("Item", { text: z.string() }) {}
class Basket extends defineEntity("Basket", {
  name: z.string(),
  items: list(() => Item),
}) {}

async function aRegistry(...fates: CommitFate[]) {
  const inner = await openMemoryStorage();
  const { storage, sent } = unsureStorage(inner, ...fates);
  return { registry: new EntityRegistry({ storage }), sent, inner };
}
const aBasket = (): Basket => new Basket({ name: "b", items: [new Item({ text: "0" })] });

test("a refused batch leaves the objects as they were, and the next register stores all (V24)", async () => {
  const { registry, inner } = await aRegistry("stored", "refused");
  const basket = await registry.register(aBasket());
  const { ecsId } = basket;
  basket.append("items", new Item({ text: "1" }));
  for (const item of basket.items) item.text += "!";
  await expect(registry.register(basket)).rejects.toMatchObject({ kind: "storage_full" });
  expect(basket.ecsId).toBe(ecsId);
  expect(basket.isModified).toBe(true);
  basket.append("items", new Item({ text: "2" }));
  await registry.register(basket);
  const loaded = await registry.getOrThrow(Basket, basket.ecsId);
  expect(loaded.items.map(({ text }) => text)).toEqual(["0!", "1!", "2"]);
  expect((await inner.status()).countByType).toEqual({ Basket: 2, Item: 4 });
});

test.each<CommitFate>(["unknown, stored", "unknown, not stored"])(
  "a commit that is %s is sent again as it was, then later changes as a further version (R:S2, R:S5)",
  async (fate) => {
    const { registry, sent, inner } = await aRegistry("stored", fate);
    const basket = await registry.register(aBasket());
    const first = basket.ecsId;
    basket.name = "second";
    await expect(registry.register(basket)).rejects.toMatchObject({ kind: "commit_unknown" });
    basket.name = "third";
    await registry.register(basket);
    expect(sent[2]).toBe(sent[1]);
    expect(await registry.getAncestorIds(basket.ecsId)).toHaveLength(2);
    const names = await Promise.all(
      (await registry.getLineageIds(basket.lineageId)).map(
        async (id) => (await registry.getOrThrow(Basket, id)).name,
      ),
    );
    expect(names).toEqual(["b", "second", "third"]);
    expect((await registry.getLineageIds(basket.lineageId))[0]).toBe(first);
    expect((await inner.status()).countByType).toEqual({ Basket: 3, Item: 1 });
  },
);

/** A storage that is full for its next commit, whatever that is. */
function fillableStorage(inner: EntityStorage) {
  const disk = { isFull: false };
  const commit = async (batch: WriteBatch) => {
    if (!disk.isFull) return inner.commit(batch);
    disk.isFull = false;
    throw new StorageFullError({ problem: "The disk is full", remedy: "Make room" });
  };
  return { disk, storage: wrappedStorage(inner, { commit }) };
}

test("a batch of unknown outcome that a full storage does not take again is kept, and stored once (V24)", async () => {
  const inner = await openMemoryStorage();
  const { storage: unsure, sent } = unsureStorage(inner, "stored", "unknown, stored");
  const { disk, storage } = fillableStorage(unsure);
  const registry = new EntityRegistry({ storage });
  const basket = await registry.register(aBasket());
  basket.append("items", new Item({ text: "1" }));
  await expect(registry.register(basket)).rejects.toMatchObject({ kind: "commit_unknown" });
  disk.isFull = true;
  await expect(registry.register(basket)).rejects.toMatchObject({ kind: "storage_full" });
  await registry.register(basket);
  expect(sent[2]).toBe(sent[1]);
  expect(basket.isModified).toBe(false);
  expect(registry.receipt(basket)?.ref).toBe("main");
  expect((await inner.status()).countByType).toEqual({ Basket: 2, Item: 2 });
});

test("settle goes on to the other batches when one is not taken, and fails with its error (V24)", async () => {
  const fates: CommitFate[] = ["unknown, not stored", "unknown, not stored"];
  const { storage: unsure } = unsureStorage(await openMemoryStorage(), ...fates);
  const { disk, storage } = fillableStorage(unsure);
  const registry = new EntityRegistry({ storage });
  const baskets = [aBasket(), aBasket()];
  for (const basket of baskets) {
    await expect(registry.register(basket)).rejects.toMatchObject({ kind: "commit_unknown" });
  }
  disk.isFull = true;
  await expect(registry.settle()).rejects.toMatchObject({ kind: "storage_full" });
  expect(baskets.map(({ batchId }) => batchId === null)).toEqual([true, false]);
  await registry.settle();
  expect(baskets.some(({ isModified }) => isModified)).toBe(false);
});

test("settle sends every unknown batch again (V24)", async () => {
  const { registry, inner } = await aRegistry("unknown, not stored");
  const basket = aBasket();
  await expect(registry.register(basket)).rejects.toMatchObject({ kind: "commit_unknown" });
  expect(basket.batchId).toBeNull();
  await registry.close();
  expect(basket.batchId).not.toBeNull();
  expect(basket.isModified).toBe(false);
  expect((await inner.status()).entityCount).toBe(2);
});

test("a new entity whose first batch was refused can go to another registry (V20a)", async () => {
  const { registry } = await aRegistry("refused");
  const { registry: other } = await aRegistry();
  const basket = aBasket();
  await expect(registry.register(basket)).rejects.toMatchObject({ kind: "storage_full" });
  await other.register(basket);
  expect(await other.hasEntity(basket.ecsId)).toBe(true);
});

test("a register waits for the batch that holds one of its objects, and meets its outcome (V26)", async () => {
  const { registry, sent } = await aRegistry("refused");
  const basket = aBasket();
  const [first, second] = await Promise.allSettled([
    registry.register(basket),
    registry.register(basket),
  ]);
  expect([first.status, second.status]).toEqual(["rejected", "fulfilled"]);
  expect(sent).toHaveLength(2);
});
