import { expect, test } from "@jest/globals";
import type { RegistryEvent } from "@minference/ecs";
import { isKind, trustBatchId, trustEcsId, type EcsId } from "@minference/protocol";
import { ChatMessage, ProcessedOutput } from "@minference/threads";
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
  "two writers of one version make two children: the first moves main, the second is on a named branch and told so, on $name (V25, V39, R:S16, D60)",
  async (backend) => {
    const events: RegistryEvent[] = [];
    await using stage = await aStage(backend);
    const first = await stage.registry.register(new Knot({ label: "0" }));
    const base = first.ecsId;
    const registry = stage.another({ onEvent: (event) => events.push(event) });
    const second = await registry.getOrThrow(Knot, base);
    [first.label, second.label] = ["first", "second"];
    await stage.registry.register(first);
    await registry.register(second);
    const branch = `branch-${second.ecsId.replaceAll("-", "").slice(-8)}`;
    expect([first.parentId, second.parentId]).toEqual([base, base]);
    expect(stage.registry.receipt(first)).toMatchObject({ ref: "main", moved: true, siblings: [] });
    expect(registry.receipt(second)).toEqual({
      batchId: second.batchId,
      versions: [second.ecsId],
      ref: branch,
      moved: false,
      tip: first.ecsId,
      siblings: [first.ecsId],
    });
    expect(events.filter(({ type }) => type === "version.branched")).toMatchObject([
      { ecsId: second.ecsId, ref: branch, siblings: [first.ecsId] },
    ]);
    expect(await registry.refs(first.lineageId)).toEqual([
      { lineageId: first.lineageId, name: branch, tip: second.ecsId },
      { lineageId: first.lineageId, name: "main", tip: first.ecsId },
    ]);
    second.label = "goes on along its branch";
    await registry.register(second);
    expect(registry.receipt(second)).toMatchObject({ ref: branch, moved: true });
    expect((await stage.another().head(Knot, first.lineageId))?.label).toBe("first");
  },
);

test.each(backends)(
  "expectHead refuses the writer whose ref moved, names both versions and stores nothing, on $name (V25, R:S16, R:S17)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(aPair());
    const third = await stage.another().getOrThrow(Knot, knot.ecsId);
    const other = await stage.another().getOrThrow(Knot, knot.ecsId);
    for (const label of ["4", "5"]) {
      knot.label = label;
      await registry.register(knot, { expectHead: true });
    }
    const [stale, stored] = [third.ecsId, await stage.count()];
    third.label = "stale";
    third.append("kids", new Knot({ label: "of the refused batch" }));
    const loser = stage.another();
    const late = await loser.getOrThrow(Knot, stale);
    late.label = "stale";
    late.append("kids", new Knot({ label: "of the refused batch" }));
    // got by id when it was no tip any more, it follows no ref: its first commit makes its branch, and is not refused
    await loser.register(late, { expectHead: true });
    expect(loser.receipt(late)?.ref).toMatch(/^branch-/);
    expect(await stage.count()).toBe(stored + 2);
    expect(late.parentId).toBe(stale);

    const follower = stage.another();
    const head = await follower.head(Knot, knot.lineageId);
    if (head === null) throw new Error("main has a tip");
    const seen = head.ecsId;
    knot.label = "6";
    await registry.register(knot);
    head.label = "too late";
    await expect(follower.register(head, { expectHead: true })).rejects.toMatchObject({
      code: "version_conflict",
      kind: "conflict",
      ref: "main",
      expected: seen,
      found: knot.ecsId,
      lineageId: knot.lineageId,
      message: expect.stringContaining(knot.ecsId.slice(-8)),
    });
    expect([head.ecsId, head.isModified, head.label]).toEqual([seen, true, "too late"]);
    expect(await stage.count()).toBe(stored + 3);
    expect(await registry.refLog(knot.lineageId, "main")).toHaveLength(4);
    expect(other.label).toBe("root");
  },
);

test.each(backends)(
  "refs are made, moved, compared and deleted by name; main stays, on $name (V39, V40)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const knot = await registry.register(aPair());
    const { lineageId } = knot;
    const [first, kid] = [knot.ecsId, knot.kids[0]];
    knot.label = "second";
    await registry.register(knot, { actor: "ada", reason: "a better label" });
    await registry.setRef(lineageId, "release", first, { actor: "bob", expect: null });
    await registry.setRef(lineageId, "release", knot.ecsId, { reason: "out", expect: first });
    await expect(
      registry.setRef(lineageId, "release", first, { expect: first }),
    ).rejects.toMatchObject({ code: "version_conflict", found: knot.ecsId });
    await registry.deleteRef(lineageId, "release");
    await expect(registry.deleteRef(lineageId, "main")).rejects.toMatchObject({
      kind: "invalid_request",
    });
    for (const name of ["", "x".repeat(101), "a\nb"]) {
      await expect(registry.setRef(lineageId, name, first)).rejects.toMatchObject({
        kind: "invalid_request",
      });
    }
    const later = await stage.reopened();
    expect((await later.refs(lineageId)).map(({ name, tip }) => [name, tip])).toEqual([
      ["main", knot.ecsId],
    ]);
    expect(await later.refs(kid?.lineageId ?? lineageId)).toEqual([]);
    expect(await later.refLog(lineageId, "main")).toMatchObject([
      { from: null, to: first, actor: null, reason: null },
      {
        from: first,
        to: knot.ecsId,
        actor: "ada",
        reason: "a better label",
        batchId: knot.batchId,
      },
    ]);
    expect(await later.refLog(lineageId, "release")).toMatchObject([
      { from: null, to: first, actor: "bob" },
      { from: first, to: knot.ecsId, reason: "out" },
      { from: knot.ecsId, to: null },
    ]);
  },
);

test.each(backends)(
  "what belongs to a version has no refs and no branches of its own, on $name (V40a, V39)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { output } = everyFieldSet();
    const raw = output.rawOutput;
    if (raw === null) throw new Error("the sample has a raw output");
    await stage.registry.register(output);
    const before = output.ecsId;
    const rival = await stage.another().getOrThrow(ProcessedOutput, before);
    output.timeTakenMs = 1;
    await stage.registry.register(output);
    rival.timeTakenMs = 2;
    expect(rival.isModified).toBe(true);
    for (const { lineageId } of [output, raw]) {
      expect(await stage.registry.refs(lineageId)).toEqual([]);
    }
    expect(stage.registry.receipt(output)).toMatchObject({ ref: null, moved: true });
  },
);

test.each(backends)(
  "a batch says who, why and in which run, of the call or of the registry, on $name (V28a, V40)",
  async (backend) => {
    await using stage = await aStage(backend);
    const registry = stage.another({ actor: "the registry", reason: "nightly", runId: "run 1" });
    const knot = await registry.register(new Knot({ label: "0" }));
    knot.label = "1";
    await registry.register(knot, { actor: "ada", runId: "run 2" });
    expect(stage.batches).toMatchObject([
      { actor: "the registry", reason: "nightly", runId: "run 1" },
      { actor: "ada", reason: "nightly", runId: "run 2" },
    ]);
    const log = await (await stage.reopened()).refLog(knot.lineageId, "main");
    expect(log.map(({ actor, reason }) => [actor, reason])).toEqual([
      ["the registry", "nightly"],
      ["ada", "nightly"],
    ]);
    expect(log.map(({ batchId }) => batchId)).toEqual(stage.batches.map(({ batchId }) => batchId));
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
