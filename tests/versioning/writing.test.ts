import { expect, test } from "@jest/globals";
import { isKind, trustBatchId, trustEcsId, type EcsId } from "@minference/protocol";
import { ChatMessage } from "@minference/threads";
import { randomUUID } from "node:crypto";
import { backends } from "../backends.ts";
import { everyFieldSet } from "../samples/every-field.ts";
import { Knot } from "./knot.ts";
import { aStage } from "./stage.ts";

const aPair = (): Knot => new Knot({ label: "root", kids: [new Knot({ label: "kid" })] });

test.each(backends)(
  "several roots and all below them are one batch, whatever was made first, on $name (V20, V21, C13)",
  async (backend) => {
    await using stage = await aStage(backend);
    const shared = new Knot({ label: "shared" });
    const late = new Knot({ label: "owner made last", next: shared });
    const roots = [new Knot({ label: "a", kids: [shared] }), late, aPair()];
    expect(await stage.registry.registerAll(roots)).toEqual(roots);
    expect(stage.batches.map(({ snapshots }) => snapshots.length)).toEqual([5]);
    const batch = shared.batchId;
    expect(roots.map(({ batchId }) => batchId)).toEqual([batch, batch, batch]);
    const loaded = await (
      await stage.reopened()
    ).getMany(
      Knot,
      roots.map(({ ecsId }) => ecsId),
    );
    expect(loaded[0]?.kids[0]).toBe(loaded[1]?.next);
  },
);

test.each(backends)(
  "a root alone, a part alone, and both, are the roots that were given, on $name (D13, V22)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const [partFirst, rootFirst, both] = [aPair(), aPair(), aPair()];
    const [part, laterPart, onePart] = [partFirst, rootFirst, both].map(({ kids }) => kids[0]);
    if (!part || !laterPart || !onePart) throw new Error("each pair has a kid");
    await registry.register(part);
    expect(await stage.count()).toBe(1);
    await registry.register(partFirst);
    await registry.register(rootFirst);
    await registry.register(laterPart);
    await registry.registerAll([onePart, both]);
    expect(await stage.count()).toBe(6);
    expect(stage.batches).toHaveLength(4);
    const refsOf = async (knot: Knot): Promise<number> =>
      (await registry.refs(knot.lineageId)).length;
    expect([await refsOf(part), await refsOf(laterPart), await refsOf(onePart)]).toEqual([1, 0, 1]);
  },
);

test.each(backends)(
  "a part and its owner registered at once, 100 times in both orders, are stored once each, on $name (D11, D12, V22, V26)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    for (let time = 0; time < 50; time += 1) {
      const { thread } = everyFieldSet();
      const [message] = thread.history;
      if (message === undefined) throw new Error("the sample has messages");
      const before = await stage.count();
      await Promise.all([registry.register(message), registry.register(thread)]);
      const all = 1 + thread.subEntities().length;
      expect(await stage.count()).toBe(before + all);
      [message.content, thread.name] = [`said ${time}`, `thread ${time}`];
      await Promise.all([registry.register(thread), registry.register(message)]);
      expect(await stage.count()).toBe(before + all + 2);
      expect([message.isModified, thread.isModified]).toEqual([false, false]);
    }
  },
);

test.each(backends)(
  "writes are idempotent by batch and by version; another content or a dangling name stores nothing, on $name (V23, C15)",
  async (backend) => {
    await using stage = await aStage(backend);
    const root = await stage.registry.register(aPair());
    const [batch] = stage.batches;
    if (batch === undefined) throw new Error("one batch was sent");
    const receipt = await stage.storage.commit(batch);
    expect(receipt.batchId).toBe(batch.batchId);
    const batchId = trustBatchId(root.ecsId);
    const snapshots = batch.snapshots.map((snapshot) => ({ ...snapshot, batchId }));
    await stage.storage.commit({ ...batch, batchId, snapshots, moves: [] });
    expect(await stage.count()).toBe(2);

    const another = { ...batch, batchId: trustBatchId(randomUUID()), moves: [] };
    const changed = snapshots.map((snapshot) => ({ ...snapshot, contentHash: null }));
    await expect(stage.storage.commit({ ...another, snapshots: changed })).rejects.toMatchObject({
      code: "duplicate_id",
    });
    const nowhere = trustEcsId(randomUUID());
    const dangling = snapshots.map((snapshot) => ({
      ...snapshot,
      ecsId: trustEcsId(randomUUID()),
      state: { ...snapshot.state, next: { ref: nowhere } },
    }));
    await expect(stage.storage.commit({ ...another, snapshots: dangling })).rejects.toMatchObject({
      code: "dangling_reference",
      target: nowhere,
    });
    expect(await stage.count()).toBe(2);
  },
);

test.each(backends)(
  "changes made while commits are under way belong to later versions, and none is lost or doubled, on $name (V24, V26)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const root = aPair();
    const commits: Promise<unknown>[] = [];
    for (let change = 0; change < 30; change += 1) {
      root.label = `root ${change}`;
      root.append("kids", new Knot({ label: `kid ${change}` }));
      commits.push(registry.register(change % 3 === 0 ? (root.kids.at(-1) ?? root) : root));
      if (change % 5 === 0) await commits[change];
    }
    await Promise.all(commits);
    await registry.register(root);
    expect(root.isModified).toBe(false);
    const loaded = await (await stage.reopened()).getOrThrow(Knot, root.ecsId);
    expect(loaded.dump()).toEqual(root.dump());
    const stored = stage.batches.flatMap(({ snapshots }) => snapshots.map(({ ecsId }) => ecsId));
    expect(new Set(stored).size).toBe(stored.length);
    expect(await stage.count()).toBe(stored.length);
  },
);

test.each(backends)(
  "an entity of another registry, and what reaches it, is refused; a copy of it is taken, on $name (V20a, C26)",
  async (backend) => {
    await using stage = await aStage(backend);
    await using elsewhere = await aStage(backend);
    const root = await stage.registry.register(aPair());
    const owner = new Knot({ label: "owner", next: root });
    for (const registry of [elsewhere.registry, stage.another()]) {
      for (const knot of [root, owner]) {
        await expect(registry.register(knot)).rejects.toMatchObject({
          code: "foreign_entity",
          ecsId: root.ecsId,
        });
      }
    }
    expect([await stage.count(), await elsewhere.count()]).toEqual([2, 0]);
    const copy = root.copy({ kids: [] });
    await elsewhere.registry.register(copy);
    expect(copy.lineageId).not.toBe(root.lineageId);
  },
);

test.each(backends)(
  "of 10,000 entities with one bad none is stored, and the bad one is named, on $name (R:S46)",
  async (backend) => {
    await using stage = await aStage(backend);
    const messages = Array.from(
      { length: 10_000 },
      (_, index) => new ChatMessage({ role: "user", content: String(index) }),
    );
    const bad = messages[7321];
    if (bad === undefined) throw new Error("there are 10,000");
    bad.toolCallId = "call_1";
    const failed = await stage.registry.registerAll(messages).then(
      () => null,
      (error: unknown) => error,
    );
    expect(isKind(failed, "invalid_request")).toBe(true);
    expect(failed).toMatchObject({ path: "toolCallId" });
    expect(await stage.count()).toBe(0);
    expect(messages.every(({ batchId }) => batchId === null)).toBe(true);
    bad.toolCallId = null;
    const some = messages.slice(7300, 7350);
    await stage.registry.registerAll(some);
    const ids: readonly EcsId[] = some.map(({ ecsId }) => ecsId);
    expect((await stage.registry.getColdSnapshots(ids)).size).toBe(50);
  },
);
