import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, list, ref } from "@minference/ecs";
import { trustEcsId } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

class Line extends defineEntity("Line", { text: z.string() }) {}
class Note extends defineEntity("Note", {
  text: z.string(),
  first: ref(() => Line).nullable(),
  lines: list(() => Line),
}) {}
class Count extends defineEntity("Count", { number: z.number().int() }) {}

test("a lineage has the versions with their place, time and what differs (V35, C10)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const note = await registry.register(new Note({ text: "a", first: new Line({ text: "l" }) }));
  const [first, line] = [note.ecsId, note.first?.ecsId];
  note.append("lines", new Line({ text: "x" }), new Line({ text: "y" }));
  if (note.first !== null) note.first.text = "m";
  await registry.register(note);
  const old = await registry.getOrThrow(Note, first);
  old.text = "b";
  await registry.register(old);
  const lineage = await registry.lineage(note.lineageId);
  expect(lineage.sortedIds).toEqual([first, note.ecsId, old.ecsId]);
  expect(lineage.roots).toEqual([first]);
  expect(lineage.heads).toEqual([note.ecsId, old.ecsId]);
  expect(lineage.edges).toEqual([note, old].map(({ ecsId }) => ({ from: first, to: ecsId })));
  expect(lineage.nodes.get(first)).toMatchObject({ depth: 0, children: [note.ecsId, old.ecsId] });
  expect(lineage.nodes.get(note.ecsId)).toMatchObject({
    depth: 1,
    parentId: first,
    parentMissing: false,
    createdAt: note.createdAt,
    diff: {
      first: { kind: "child", before: line, after: note.first?.ecsId },
      lines: { kind: "list", before: 0, after: 2, removed: [], isReordered: false },
    },
  });
  expect(lineage.toMermaid()).toContain('|"first*<br/>lines[0→2]"|');
});

test("an unknown lineage is empty, and so are the ancestors of an unknown version (V35, V37)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const { lineageId, ecsId } = new Count({ number: 0 });
  expect((await registry.lineage(lineageId)).nodes.size).toBe(0);
  expect(await registry.getAncestorIds(ecsId)).toEqual([]);
  expect(await registry.getDescendantIds(trustEcsId("no id"))).toEqual([]);
});

test("versions of two types are not compared (V14)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const [line, count] = [new Line({ text: "l" }), new Count({ number: 0 })];
  await registry.registerAll<Line | Count>([line, count]);
  await expect(registry.diff(line.ecsId, count.ecsId)).rejects.toMatchObject({
    kind: "invalid_request",
  });
});

test("versions of two lineages are compared, repeated items one by one (V14)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const [a, b] = [new Line({ text: "a" }), new Line({ text: "b" })];
  const one = new Note({ text: "t", lines: [a, a, b] });
  const two = new Note({ text: "t", lines: [b, a] });
  await registry.registerAll([one, two]);
  expect(await registry.diff(one.ecsId, two.ecsId)).toEqual({
    lines: { kind: "list", before: 3, after: 2, added: [], removed: [a.ecsId], isReordered: true },
  });
  expect(await registry.diff(two.ecsId, one.ecsId)).toMatchObject({
    lines: { added: [a.ecsId], removed: [] },
  });
});

test("modifications tell why: changed, only above a change, or new (V11)", async () => {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const note = new Note({ text: "a", first: new Line({ text: "l" }) });
  expect(registry.modifications(note).reasonOf(note)).toBe("new");
  await registry.register(note);
  const { first } = note;
  if (first === null) throw new Error("the note has a first line");
  first.text = "m";
  const above = registry.modifications(note);
  expect([above.get(note), above.reasonOf(note)]).toEqual([{}, "child"]);
  expect(above.get(first)).toEqual({ text: { kind: "modified", before: "l", after: "m" } });
  const added = new Line({ text: "new" });
  note.append("lines", added);
  const all = registry.modifications(note);
  expect([note, first, added].map((entity) => all.reasonOf(entity))).toEqual([
    "changed",
    "changed",
    "new",
  ]);
  expect(all.reasonOf(new Line({ text: "elsewhere" }))).toBeNull();
});

test("a child has a greater id than its parent, with a clock that went back an hour too (R:S40)", async () => {
  let now = 1_700_000_000_000;
  const clock = { now: () => now };
  const registry = new EntityRegistry({ storage: await openMemoryStorage(), clock });
  const count = await registry.register(new Count({ number: 0 }, { clock }));
  const ids = [count.ecsId];
  for (const number of [1, 2]) {
    now -= 3_600_000;
    count.number = number;
    await registry.register(count);
    ids.push(count.ecsId);
  }
  expect([...ids].sort()).toEqual(ids);
  expect((await registry.lineage(count.lineageId)).sortedIds).toEqual(ids);
  const page = await registry.listByType(Count, { limit: 2 });
  const rest = await registry.listByType(Count, {
    limit: 2,
    before: page[1]?.ecsId ?? count.ecsId,
  });
  expect([...page, ...rest].map(({ number }) => number)).toEqual([2, 1, 0]);
});
