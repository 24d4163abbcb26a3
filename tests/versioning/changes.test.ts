import { expect, test } from "@jest/globals";
import { EntityRegistry, type Entity } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { ChatMessage, ChatThread } from "@minference/threads";
import { backends } from "../backends.ts";
import { everyFieldSet } from "../samples/every-field.ts";
import { Knot } from "./knot.ts";
import { aStage } from "./stage.ts";

test.each(backends)(
  "what was just loaded is not modified, and asking so reads nothing, on $name (D02, V10, C08)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { thread, output, limits, all } = everyFieldSet();
    await stage.registry.registerAll<Entity>([thread, output, limits]);
    const registry = stage.another();
    const loaded = await registry.getOrThrow(ChatThread, thread.ecsId);
    const asked = stage.calls.length;
    for (const entity of [loaded, ...loaded.subEntities()]) {
      expect([registry.isModified(entity), registry.modifications(entity).size]).toEqual([
        false,
        0,
      ]);
    }
    loaded.name = "changed";
    expect(registry.isModified(loaded)).toBe(true);
    expect([...registry.modifications(loaded)]).toEqual([
      [loaded, { name: { kind: "modified", before: thread.name, after: "changed" } }],
    ]);
    expect(stage.calls).toHaveLength(asked);
    expect(all.some(({ isModified }) => isModified)).toBe(false);
  },
);

test.each(backends)(
  "modifications list what changed with its fields, ancestors with none, and what is new with all, on $name (V11, V10)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const leaf = new Knot({ label: "leaf" });
    const aside = new Knot({ label: "aside" });
    const middle = new Knot({ label: "middle", named: { leaf } });
    const root = await registry.register(new Knot({ label: "root", kids: [middle, aside] }));
    leaf.label = "changed";
    const fresh = new Knot({ label: "fresh" });
    middle.next = fresh;
    const modified = registry.modifications(root);
    expect(new Set(modified.keys())).toEqual(new Set([root, middle, leaf, fresh]));
    expect(modified.get(root)).toEqual({});
    expect(modified.get(leaf)).toEqual({
      label: { kind: "modified", before: "leaf", after: "changed" },
    });
    expect(modified.get(middle)).toEqual({
      next: { kind: "child", before: null, after: fresh.ecsId },
    });
    expect(Object.keys(modified.get(fresh) ?? {})).toContain("label");
  },
);

/** A change of each kind of field of a knot, with the field that must stand in the diff. */
const changes: readonly (readonly [field: string, change: (knot: Knot, other: Knot) => void])[] = [
  ["label", (knot) => (knot.label = "z")],
  ["note", (knot) => (knot.note = "")],
  ["at", (knot) => (knot.at = new Date(2))],
  ["data", (knot) => (knot.data = { a: [1, { b: null }] })],
  ["about", (knot, other) => (knot.about = other.ecsId)],
  ["next", (knot, other) => (knot.next = other)],
  ["kids", (knot) => (knot.kids = knot.kids.toReversed())],
  ["named", (knot, other) => (knot.named = { other })],
];

test.each(backends)(
  "a change of any kind of field is one version with that field, id fields and order too, on $name (V12, V13, V16, D07)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const [a, b] = [new Knot({ label: "a" }), new Knot({ label: "b" })];
    const knot = new Knot({ label: "root", at: new Date(1), data: { a: [1] }, kids: [a, b, a] });
    await registry.register(knot);
    for (const [field, change] of changes) {
      const [before, stored] = [knot.ecsId, await stage.count()];
      change(knot, b);
      // the order is another one only if the list is no palindrome
      if (field === "kids") knot.kids = [b, a, a];
      await registry.register(knot);
      expect([field, knot.parentId, await stage.count()]).toEqual([field, before, stored + 1]);
      expect(Object.keys(await registry.diff(before, knot.ecsId))).toEqual([field]);
    }
  },
);

test.each(backends)(
  "an equal value is no change: instants, JSON whatever its key order, and the versions held, on $name (G7, V13)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const kid = new Knot({ label: "kid" });
    const state = { at: new Date(5), data: { a: 1, b: { c: [1, 2], d: null } } };
    const knot = new Knot({ label: "root", ...state, next: kid, kids: [kid], named: { kid } });
    await registry.register(knot);
    const loaded = await stage.another().getOrThrow(Knot, knot.ecsId);
    for (const each of [knot, loaded]) {
      each.at = new Date(5);
      each.data = { b: { d: null, c: [1, 2] }, a: 1 };
      Object.assign(each, { next: each.kids[0], kids: [...each.kids], named: { ...each.named } });
      expect(each.isModified).toBe(false);
      each.data = { b: { d: null, c: [2, 1] }, a: 1 };
      expect(each.isModified).toBe(true);
    }
  },
);

test.each(backends)(
  "two messages swapped, and a changed author, are one version each, on $name (D40, V12, V13)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const { thread } = everyFieldSet();
    await registry.register(thread);
    const [first, second, ...rest] = thread.history;
    if (first === undefined || second === undefined) throw new Error("the sample has messages");
    const stored = await stage.count();
    const before = thread.ecsId;
    thread.history = [second, first, ...rest];
    await registry.register(thread);
    expect(await stage.count()).toBe(stored + 1);
    expect(await registry.diff(before, thread.ecsId)).toMatchObject({
      history: { kind: "list", added: [], removed: [], isReordered: true },
    });
    const said = second.ecsId;
    second.authorId = "00000000-0000-4000-8000-000000000001";
    await registry.register(thread);
    // the message and the thread that holds it
    expect(await stage.count()).toBe(stored + 3);
    expect(Object.keys(await registry.diff(said, second.ecsId))).toEqual(["authorId"]);
    const loaded = await stage.another().getOrThrow(ChatThread, thread.ecsId);
    expect(loaded.history.slice(0, 2).map(({ authorId }) => authorId)).toEqual([
      "00000000-0000-4000-8000-000000000001",
      first.authorId,
    ]);
  },
);

test.each(backends)(
  "a diff tells lengths, what came and went, and order; of two lineages too, on $name (V14, C09)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const [a, b, c] = [
      new Knot({ label: "a" }),
      new Knot({ label: "b" }),
      new Knot({ label: "c" }),
    ];
    const left = new Knot({ label: "left", kids: [a, b], named: { x: a, y: b } });
    const right = new Knot({ label: "right", kids: [b, a, c], named: { y: c, z: b } });
    await registry.registerAll([left, right]);
    expect(await registry.diff(left.ecsId, right.ecsId)).toEqual({
      label: { kind: "modified", before: "left", after: "right" },
      kids: { kind: "list", before: 2, after: 3, added: [c.ecsId], removed: [], isReordered: true },
      named: { kind: "dict", before: 2, after: 2, added: ["z"], removed: ["x"], changed: ["y"] },
    });
    await expect(registry.diff(left.ecsId, new Knot({ label: "?" }).ecsId)).rejects.toMatchObject({
      code: "entity_not_found",
    });
  },
);

test.each(backends)(
  "a fork keeps every field, schemas too, and stores nothing until it is registered, on $name (V15, V15a, V19)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const { thread } = everyFieldSet();
    await registry.register(thread);
    const old = new Map<Entity, EcsId>(
      [thread, ...thread.subEntities()].map((each) => [each, each.ecsId]),
    );
    const stored = await stage.count();
    for (const tool of thread.tools) tool.description = "changed";
    const dumped = JSON.stringify(thread.dump());
    const asked = stage.calls.length;
    registry.fork(thread);
    const forked = [thread, ...thread.tools].map(({ ecsId }) => ecsId);
    registry.fork(thread);
    expect(stage.calls).toHaveLength(asked);
    expect(await stage.count()).toBe(stored);
    for (const [entity, before] of old) {
      const isForked = entity === thread || thread.tools.some((tool) => tool === entity);
      expect([entity.ecsId === before, entity.parentId === before]).toEqual([!isForked, isForked]);
    }
    await registry.register(thread);
    expect([thread, ...thread.tools].map(({ ecsId }) => ecsId)).toEqual(forked);
    expect(await stage.count()).toBe(stored + forked.length);
    const loaded = await (
      await stage.reopened({ types: [ChatThread] })
    ).getOrThrow(ChatThread, thread.ecsId);
    expect([JSON.stringify(thread.dump()), JSON.stringify(loaded.dump())]).toEqual([
      dumped,
      dumped,
    ]);
  },
);

test.each(backends)(
  "an owner outside of the registered tree points to the old version until it is registered, then changes once, on $name (V18, R:S38)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { registry } = stage;
    const shared = new Knot({ label: "shared" });
    const [left, right] = [
      new Knot({ label: "left", next: shared }),
      new Knot({ label: "right", kids: [shared] }),
    ];
    await registry.registerAll([left, right]);
    expect(await stage.count()).toBe(3);
    const old = right.ecsId;
    shared.label = "changed";
    await registry.register(left);
    expect([right.ecsId, right.isModified, await stage.count()]).toEqual([old, true, 5]);
    expect((await stage.another().getOrThrow(Knot, old)).kids[0]?.label).toBe("shared");
    await registry.register(right);
    await registry.registerAll([left, right]);
    expect([right.parentId, right.isModified, await stage.count()]).toEqual([old, false, 6]);
    const loaded = await stage.another().getMany(Knot, [left.ecsId, right.ecsId]);
    expect(loaded[0]?.next).toBe(loaded[1]?.kids[0]);
  },
);

test.each(backends)(
  "the snapshot of the last of many forks is as large as that of the first, on $name (D41)",
  async (backend) => {
    await using stage = await aStage(backend);
    const message = new ChatMessage({ role: "user", content: "0000" });
    const size = async (): Promise<number> =>
      JSON.stringify(await stage.registry.getColdSnapshot(message.ecsId)).length;
    await stage.registry.register(message);
    const sizes = new Set<number>();
    for (let fork = 1; fork <= (backend.name === "memory" ? 1000 : 200); fork += 1) {
      message.content = String(fork).padStart(4, "0");
      await stage.registry.register(message);
      if (fork % 50 === 1) sizes.add(await size());
    }
    expect(sizes.size).toBe(1);
  },
);

test.each(backends)(
  "a part whose row is gone is not invented: loading fails and names it, on $name (D42, G3)",
  async (backend) => {
    await using stage = await aStage(backend);
    const { thread } = everyFieldSet();
    await stage.registry.register(thread);
    const lost = thread.llmConfig.ecsId;
    const storage = {
      ...stage.storage,
      readTrees: async (ids: readonly EcsId[]) => {
        const { snapshots, tips } = await stage.storage.readTrees(ids);
        return { snapshots: new Map([...snapshots].filter(([id]) => id !== lost)), tips };
      },
    };
    const registry = new EntityRegistry({ storage });
    await expect(registry.get(ChatThread, thread.ecsId)).rejects.toMatchObject({
      kind: "corrupt",
      message: expect.stringContaining(lost.slice(-8)),
    });
  },
);
