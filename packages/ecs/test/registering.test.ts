import { expect, test } from "@jest/globals";
import {
  defineEntity,
  EntityRegistry,
  list,
  ref,
  type EntityClass,
  type RegistryEvent,
} from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";
import { untyped } from "./untyped.ts";

class Prompt extends defineEntity("Prompt", { text: z.string() }) {}
class Message extends defineEntity("Message", { text: z.string() }) {}
class Thread extends defineEntity("Thread", {
  name: z.string().nullable().default(null),
  prompt: ref(() => Prompt),
  history: list(() => Message),
}) {}
class Node extends defineEntity("Node", {
  label: z.string(),
  next: ref((): EntityClass<Node> => Node).nullable(),
}) {}

const types = [Thread, Node];
async function aRegistry(events: RegistryEvent[] = []) {
  const storage = await openMemoryStorage();
  const registry = new EntityRegistry({ storage, types, onEvent: (event) => events.push(event) });
  return { storage, registry };
}
const aThread = (): Thread =>
  new Thread({ prompt: new Prompt({ text: "p" }), history: [new Message({ text: "0" })] });

test("the first register stores the whole tree and the object stays the same (V2, V20, V21)", async () => {
  const { registry } = await aRegistry();
  const thread = aThread();
  const before = thread.ecsId;
  expect(await registry.register(thread)).toBe(thread);
  expect(thread.ecsId).toBe(before);
  expect(thread.batchId).not.toBeNull();
  expect(thread.isModified).toBe(false);
  const loaded = await registry.getOrThrow(Thread, thread.ecsId);
  expect(loaded.dump()).toEqual(thread.dump());
  expect(loaded.contentHash).toBe(thread.contentHash);
  expect(loaded).not.toBe(thread);
});

test("registering without a change writes nothing (V16, D03)", async () => {
  const { registry, storage } = await aRegistry();
  const thread = await registry.register(aThread());
  const { ecsId } = thread;
  for (let time = 0; time < 5; time += 1) await registry.register(thread);
  expect(thread.ecsId).toBe(ecsId);
  expect((await storage.status()).entityCount).toBe(3);
});

test("a change makes one version of what changed and of its ancestors, and shares the rest (V15, V16)", async () => {
  const { registry, storage } = await aRegistry();
  const thread = await registry.register(aThread());
  const [first, prompt] = [thread.ecsId, thread.prompt.ecsId];
  thread.prompt.text = "q";
  expect([...registry.modifications(thread)].map(([entity]) => entity.entityType)).toEqual([
    "Thread",
    "Prompt",
  ]);
  await registry.register(thread);
  expect(thread.parentId).toBe(first);
  expect(thread.prompt.parentId).toBe(prompt);
  expect((await storage.status()).countByType).toEqual({ Thread: 2, Prompt: 2, Message: 1 });
  expect((await registry.getOrThrow(Thread, first)).prompt.text).toBe("p");
});

test("setting the stored value back is no change (V13)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  const { history, prompt } = thread;
  thread.name = "x";
  thread.append("history", new Message({ text: "1" }));
  thread.prompt = new Prompt({ text: "z" });
  expect(thread.isModified).toBe(true);
  Object.assign(thread, { name: null, history, prompt });
  expect(thread.isModified).toBe(false);
  expect(registry.modifications(thread).size).toBe(0);
});

test("appending sends an edit of one item, whatever the length (C39)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  for (let turn = 1; turn <= 200; turn += 1) {
    thread.append("history", new Message({ text: String(turn) }));
    await registry.register(thread);
  }
  const loaded = await registry.getOrThrow(Thread, thread.ecsId);
  expect(loaded.history.map(({ text }) => text)).toEqual(
    Array.from({ length: 201 }, (_, turn) => String(turn)),
  );
});

test("an old version that is changed becomes a named branch, and both heads stay (V25, V39)", async () => {
  const events: RegistryEvent[] = [];
  const { registry } = await aRegistry(events);
  const thread = await registry.register(aThread());
  const first = thread.ecsId;
  thread.name = "main goes on";
  await registry.register(thread);
  const old = await registry.getOrThrow(Thread, first);
  old.name = "another future";
  await registry.register(old);
  const branch = `branch-${old.ecsId.slice(-8)}`;
  expect(registry.receipt(old)).toMatchObject({
    ref: branch,
    moved: false,
    siblings: [thread.ecsId],
  });
  expect(registry.receipt(thread)).toMatchObject({ ref: "main", moved: true, siblings: [] });
  expect((await registry.refs(thread.lineageId)).map(({ name }) => name).sort()).toEqual([
    branch,
    "main",
  ]);
  const lineage = await registry.lineage(thread.lineageId);
  expect(new Set(lineage.heads)).toEqual(new Set([thread.ecsId, old.ecsId]));
  expect(events.filter(({ type }) => type === "version.branched")).toHaveLength(1);
  old.name = "goes on along the branch";
  await registry.register(old);
  expect(registry.receipt(old)).toMatchObject({ ref: branch, moved: true });
  expect((await registry.head(Thread, thread.lineageId, branch))?.name).toBe(old.name);
});

test("expectHead refuses a writer whose ref moved, and its object is as before (V25)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  const rival = await registry.getOrThrow(Thread, thread.ecsId);
  thread.name = "first";
  await registry.register(thread);
  rival.name = "second";
  const before = rival.ecsId;
  await expect(registry.register(rival, { expectHead: true })).rejects.toMatchObject({
    code: "version_conflict",
    found: thread.ecsId,
    expected: before,
  });
  expect(rival.ecsId).toBe(before);
  expect(rival.isModified).toBe(true);
  expect(await registry.getHeads(thread.lineageId)).toEqual([thread.ecsId]);
});

test("a shared prompt changed through one thread is one change for the other (V18)", async () => {
  const { registry, storage } = await aRegistry();
  const prompt = new Prompt({ text: "shared" });
  const [left, right] = [new Thread({ prompt }), new Thread({ prompt })];
  await registry.registerAll([left, right]);
  prompt.text = "changed";
  await registry.register(left);
  expect(right.isModified).toBe(true);
  await registry.register(right);
  expect(right.isModified).toBe(false);
  expect((await storage.status()).countByType).toEqual({ Prompt: 2, Thread: 4 });
});

test("members of a cycle are forked once, and point to each other's new versions (V17)", async () => {
  const { registry, storage } = await aRegistry();
  const [a, b] = [new Node({ label: "a" }), new Node({ label: "b" })];
  a.next = b;
  b.next = a;
  await registry.register(a);
  b.label = "b2";
  await registry.register(a);
  expect((await storage.status()).entityCount).toBe(4);
  const loaded = await registry.getOrThrow(Node, a.ecsId);
  expect(loaded.next?.next).toBe(loaded);
  expect(loaded.next?.label).toBe("b2");
});

test("a chain of 20,000 entities is stored, loaded and forked without recursion (V9)", async () => {
  const { registry } = await aRegistry();
  let head = new Node({ label: "0" });
  const tail = head;
  for (let depth = 1; depth < 20_000; depth += 1)
    head = new Node({ label: String(depth), next: head });
  await registry.register(head);
  tail.label = "end";
  expect(registry.modifications(head).size).toBe(20_000);
  await registry.register(head);
  expect((await registry.getOrThrow(Node, head.ecsId)).subEntities()).toHaveLength(19_999);
});

test("an entity of another registry is refused, and so is what reaches it (V20a)", async () => {
  const { registry } = await aRegistry();
  const { registry: other } = await aRegistry();
  const thread = await registry.register(aThread());
  await expect(other.register(thread)).rejects.toMatchObject({ code: "foreign_entity" });
  await expect(other.register(new Thread({ prompt: thread.prompt }))).rejects.toMatchObject({
    code: "foreign_entity",
  });
  thread.name = "changed";
  const { ecsId } = thread;
  expect(() => other.fork(thread)).toThrow(expect.objectContaining({ code: "foreign_entity" }));
  expect(thread.ecsId).toBe(ecsId);
  await other.register(thread.prompt.copy());
});

test("changes made while a commit is under way belong to the next version (V26)", async () => {
  const { registry } = await aRegistry();
  const thread = aThread();
  const storing = registry.register(thread);
  thread.name = "later";
  thread.append("history", new Message({ text: "1" }));
  await storing;
  const first = thread.ecsId;
  expect(thread.isModified).toBe(true);
  await registry.register(thread);
  expect((await registry.getOrThrow(Thread, first)).history).toHaveLength(1);
  expect((await registry.getOrThrow(Thread, thread.ecsId)).history).toHaveLength(2);
});

test("concurrent registers of one object make no version twice (V26, C14)", async () => {
  const { registry, storage } = await aRegistry();
  const thread = aThread();
  await Promise.all([
    registry.register(thread),
    registry.register(thread.prompt),
    registry.register(thread),
  ]);
  expect((await storage.status()).entityCount).toBe(3);
});

test("fork moves ids without storing, and the next register stores under them (V15a)", async () => {
  const { registry, storage } = await aRegistry();
  const thread = await registry.register(aThread());
  thread.name = "x";
  registry.fork(thread);
  const forked = thread.ecsId;
  thread.name = "y";
  registry.fork(thread);
  expect(thread.ecsId).toBe(forked);
  expect((await storage.status()).countByType).toMatchObject({ Thread: 1 });
  await registry.register(thread);
  expect(thread.ecsId).toBe(forked);
  expect((await registry.getOrThrow(Thread, forked)).name).toBe("y");
});

test("a part registered alone, later, gets main when it changes as a root (V39)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  expect(await registry.refs(thread.prompt.lineageId)).toEqual([]);
  const loaded = await registry.getOrThrow(Thread, thread.ecsId);
  loaded.prompt.text = "as a part";
  await registry.register(loaded);
  expect(await registry.refs(thread.prompt.lineageId)).toEqual([]);
  loaded.prompt.text = "as a root";
  await registry.register(loaded.prompt);
  expect((await registry.refs(thread.prompt.lineageId)).map(({ name }) => name)).toEqual(["main"]);
});

test("a copy of a thread shares the stored list, and goes its own way (C39)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  const copy = thread.copy({ name: "copy" });
  await registry.register(copy);
  copy.append("history", new Message({ text: "c" }));
  thread.append("history", new Message({ text: "t" }));
  for (const message of thread.history.slice(0, 1)) message.text = "edited";
  await registry.registerAll([copy, thread]);
  const texts = async (id: Thread["ecsId"]) =>
    (await registry.getOrThrow(Thread, id)).history.map(({ text }) => text);
  expect(await texts(thread.ecsId)).toEqual(["edited", "t"]);
  expect(await texts(copy.ecsId)).toEqual(["edited", "c"]);
});

test("the ref log tells every move with who and why (V40)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  const first = thread.ecsId;
  thread.name = "x";
  await registry.register(thread, { actor: "ada", reason: "a better name" });
  await registry.setRef(thread.lineageId, "release", first);
  await expect(
    registry.setRef(thread.lineageId, "release", thread.ecsId, { expect: thread.ecsId }),
  ).rejects.toMatchObject({ code: "version_conflict" });
  expect(await registry.refLog(thread.lineageId, "main")).toMatchObject([
    { from: null, to: first, actor: null },
    { from: first, to: thread.ecsId, actor: "ada", reason: "a better name" },
  ]);
});

test("a forked entity whose change is taken back is stored under its new id all the same (V15a)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  thread.prompt.text = "q";
  registry.fork(thread);
  thread.prompt.text = "p";
  await registry.register(thread);
  expect((await registry.getOrThrow(Thread, thread.ecsId)).prompt.ecsId).toBe(thread.prompt.ecsId);
});

test("what is no entity is refused by name", async () => {
  const { registry } = await aRegistry();
  await expect(untyped(registry)["register"]?.({ name: "x" })).rejects.toMatchObject({
    kind: "invalid_request",
  });
});

test("what a caller does with a snapshot alters no stored version (V27)", async () => {
  const { registry } = await aRegistry();
  const thread = await registry.register(aThread());
  const snapshot = await registry.getColdSnapshot(thread.ecsId);
  snapshot?.createdAt.setTime(0);
  expect(snapshot === null || Reflect.set(snapshot.state, "name", { json: "x" })).toBe(false);
  const again = await registry.getOrThrow(Thread, thread.ecsId);
  expect(again.createdAt).toEqual(thread.createdAt);
});
