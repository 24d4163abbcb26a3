import { PassThrough } from "node:stream";
import { expect, test } from "@jest/globals";
import { dict, defineEntity, EntityRegistry, id, json, list, ref } from "@minference/ecs";
import { lineageOf, randomIds, trustEcsId } from "@minference/protocol";
import type { EraseRequest } from "@minference/storage";
import { wrappedStorage } from "@minference/storage/conformance";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

class Tag extends defineEntity("Tag", { label: z.string() }) {}
class Letter extends defineEntity("Letter", {
  text: z.string(),
  note: z.string().nullable().default(null),
  mood: z.enum(["glad", "sad"]),
  pages: z.number().int(),
  isRead: z.boolean().default(false),
  key: z.uuid(),
  sentAt: z.date(),
  meta: json().default({ from: "Ada" }),
  answers: id("Letter").nullable(),
  tag: ref(() => Tag),
  tags: list(() => Tag),
  byName: dict(() => Tag),
}) {}
class Card extends defineEntity("Card", { greeting: z.string() }, { extends: Letter }) {}
class Copy extends defineEntity(
  "Copy",
  { letterId: id("Letter"), text: z.string() },
  { belongsTo: "letterId" },
) {}
class CopyNote extends defineEntity(
  "CopyNote",
  { copyId: id("Copy"), text: z.string() },
  { belongsTo: "copyId" },
) {}

const key = "0192aaaa-bbbb-4ccc-8ddd-000000000001";
const aLetter = (text = "dear Bob"): Letter => {
  const tag = new Tag({ label: "post" });
  return new Letter({
    text,
    mood: "sad",
    pages: 2,
    key,
    sentAt: new Date(9),
    tag,
    tags: [tag],
    byName: { tag },
  });
};
const anUnknownId = trustEcsId(randomIds.mint(Date.now()));

async function aRegistry() {
  const storage = await openMemoryStorage();
  const requests: EraseRequest[] = [];
  const watched = wrappedStorage(storage, {
    erase: async (request) => {
      requests.push(request);
      await storage.erase(request);
    },
  });
  const types = [Letter, Card, Copy, CopyNote];
  const registry = new EntityRegistry({ storage: watched, types, actor: "clerk" });
  return { storage, registry, requests };
}

test("erasing takes text and JSON, and leaves ids, enums, numbers, dates and links (V42, R:S43)", async () => {
  const { registry } = await aRegistry();
  const letter = await registry.register(aLetter());
  await registry.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" });
  const before = await registry.getColdSnapshot(letter.tag.ecsId);
  expect(before?.state).toEqual({ label: { json: "post" } });
  const cold = await registry.getColdSnapshot(letter.ecsId);
  expect(cold).toMatchObject({ contentHash: null, parentId: null, lineageId: letter.lineageId });
  expect(cold?.state).toEqual({
    text: { json: "" },
    note: { json: null },
    mood: { json: "sad" },
    pages: { json: 2 },
    isRead: { json: false },
    key: { json: key },
    sentAt: { json: new Date(9).toISOString() },
    meta: { json: null },
    answers: { json: null },
    tag: { ref: letter.tag.ecsId },
    tags: { list: [letter.tag.ecsId] },
    byName: { dict: { tag: letter.tag.ecsId } },
  });
  expect(JSON.stringify(cold)).not.toMatch(/Bob|Ada/);
});

test("an erased version loads as its class; an emptied field neither reads nor takes a value (V42)", async () => {
  const { registry } = await aRegistry();
  const letter = await registry.register(aLetter());
  await registry.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" });
  const [read] = await registry.getMany(Letter, [letter.ecsId]);
  if (read === undefined || read === null) throw new Error("the letter is there");
  expect(read).toBeInstanceOf(Letter);
  expect([read.erasedAt, read.contentHash]).toEqual([expect.any(Date), null]);
  expect([read.mood, read.pages, read.key, read.sentAt.getTime()]).toEqual(["sad", 2, key, 9]);
  expect([read.tag.label, read.tags.length, read.byName["tag"]?.label]).toEqual([
    "post",
    1,
    "post",
  ]);
  const refusal = (field: string): object =>
    expect.objectContaining({ code: "erased_content", path: field, ecsId: letter.ecsId });
  for (const field of ["text", "note", "meta"]) {
    expect(() => Reflect.get(read, field)).toThrow(refusal(field));
    expect(() => Reflect.set(read, field, "again")).toThrow(refusal(field));
  }
  expect(() => read.copy()).toThrow(refusal("text"));
  expect(read.isModified).toBe(false);
});

test("what prints an erased version shows what is stored (V42)", async () => {
  const { registry } = await aRegistry();
  const letter = await registry.register(aLetter());
  await registry.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" });
  const read = await registry.getOrThrow(Letter, letter.ecsId);
  expect(String(read)).toBe(String(letter));
  expect(read.dump()).toMatchObject({ text: "", meta: null, pages: 2, tag: { label: "post" } });
  expect(read.toJSON()).toMatchObject({ text: "", meta: null, erasedAt: expect.any(String) });
});

test("a register or a fork that would go on from an erased version is refused, nothing is stored (V42)", async () => {
  const { registry } = await aRegistry();
  const letter = await registry.register(aLetter());
  await registry.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" });
  const read = await registry.getOrThrow(Letter, letter.ecsId);
  read.tag.label = "changed below it";
  const count = (await registry.status()).entityCount;
  expect(() => registry.fork(read)).toThrow(/was erased at/);
  expect([read.ecsId, read.tag.ecsId]).toEqual([letter.ecsId, letter.tag.ecsId]);
  await expect(registry.register(read)).rejects.toMatchObject({ code: "erased_content" });
  expect((await registry.status()).entityCount).toBe(count);
  await registry.register(read.tag);
  expect((await registry.status()).entityCount).toBe(count + 1);
});

test("erasing a lineage empties all of its versions in one request, and no other one (V42)", async () => {
  const { registry, requests } = await aRegistry();
  const letter = await registry.register(aLetter());
  const other = await registry.register(aLetter("dear Eve"));
  const first = letter.ecsId;
  letter.text = "dear Bob, again";
  await registry.register(letter);
  const receipt = await registry.erase({ lineageId: letter.lineageId }, { reason: "asked to" });
  expect(receipt).toEqual({ batchId: expect.any(String), ecsIds: [first, letter.ecsId] });
  expect(requests).toHaveLength(1);
  expect((await registry.getOrThrow(Letter, other.ecsId)).text).toBe("dear Eve");
  expect(await registry.getLineageIds(letter.lineageId)).toEqual([first, letter.ecsId]);
});

test("what belongs to an erased version is erased with it, and what belongs to that (V40a, V42)", async () => {
  const { registry } = await aRegistry();
  const card = await registry.register(new Card({ ...fieldsOf(aLetter()), greeting: "hi" }));
  const copies = await registry.registerAll(
    Array.from({ length: 3 }, (_, n) => new Copy({ letterId: card.ecsId, text: `copy ${n}` })),
  );
  const note = new CopyNote({ copyId: copies[0]?.ecsId ?? card.ecsId, text: "of a copy" });
  const stranger = new Copy({ letterId: anUnknownId, text: "of another letter" });
  await registry.registerAll([note, stranger]);
  const { ecsIds } = await registry.erase({ ecsIds: [card.ecsId] }, { reason: "asked to" });
  expect(ecsIds).toEqual([card, ...copies, note].map(({ ecsId }) => ecsId).sort());
  expect((await registry.getColdSnapshot(note.ecsId))?.state["text"]).toEqual({ json: "" });
  expect((await registry.getOrThrow(Copy, stranger.ecsId)).text).toBe("of another letter");
});

test("a receipt stays: what was erased, when, by whom and why (V42)", async () => {
  const { registry } = await aRegistry();
  const letter = await registry.register(aLetter());
  const { batchId } = await registry.erase(
    { ecsIds: [letter.ecsId] },
    { reason: "asked to", actor: "dpo" },
  );
  const erasure = {
    ecsId: letter.ecsId,
    lineageId: letter.lineageId,
    batchId,
    at: expect.any(Date),
  };
  expect(await registry.erasures(letter.lineageId)).toEqual([
    { ...erasure, actor: "dpo", reason: "asked to" },
  ]);
});

test("erasing again changes nothing and tells so (V42)", async () => {
  const { registry, requests } = await aRegistry();
  const letter = await registry.register(aLetter());
  await registry.erase({ ecsIds: [letter.ecsId] }, { reason: "first" });
  const again = await registry.erase(
    { ecsIds: [letter.ecsId, letter.ecsId] },
    { reason: "second" },
  );
  expect(again).toEqual({ batchId: null, ecsIds: [letter.ecsId] });
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ actor: "clerk", reason: "first" });
  expect(await registry.erasures(letter.lineageId)).toHaveLength(1);
});

test("an unknown version or lineage, or no reason, is refused before anything is erased (V42)", async () => {
  const { registry, requests } = await aRegistry();
  const letter = await registry.register(aLetter());
  const known = letter.ecsId;
  await expect(
    registry.erase({ ecsIds: [known, anUnknownId] }, { reason: "asked to" }),
  ).rejects.toMatchObject({ code: "entity_not_found", ecsId: anUnknownId });
  await expect(
    registry.erase({ ecsIds: [known, trustEcsId("no id")] }, { reason: "asked to" }),
  ).rejects.toMatchObject({ code: "entity_not_found" });
  await expect(
    registry.erase({ lineageId: lineageOf(anUnknownId) }, { reason: "asked to" }),
  ).rejects.toMatchObject({ code: "entity_not_found" });
  await expect(registry.erase({ ecsIds: [known] }, { reason: "" })).rejects.toMatchObject({
    kind: "invalid_request",
  });
  expect(requests).toEqual([]);
});

test("a type that the registry does not know is not erased blindly (V42)", async () => {
  const { registry, storage } = await aRegistry();
  const letter = await registry.register(aLetter());
  const stranger = new EntityRegistry({ storage });
  await expect(
    stranger.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" }),
  ).rejects.toMatchObject({ code: "unknown_type" });
  expect((await registry.getOrThrow(Letter, letter.ecsId)).text).toBe("dear Bob");
});

test("a version that does not fit its class is not erased in part (V42, G3)", async () => {
  const { registry, storage } = await aRegistry();
  const tag = await registry.register(new Tag({ label: "post" }));
  class Other extends defineEntity("Tag", { name: z.string() }) {}
  const later = new EntityRegistry({ storage, types: [Other] });
  await expect(later.erase({ ecsIds: [tag.ecsId] }, { reason: "asked to" })).rejects.toMatchObject({
    kind: "schema_drift",
  });
});

test("an old version is emptied by the shape that it was written with, and still loads (V42)", async () => {
  const { storage } = await aRegistry();
  const shape = {
    kind: z.enum(["a", "b"]),
    text: z.string(),
    count: z.number(),
    tag: ref(() => Tag),
  };
  class NoteV1 extends defineEntity("Note", shape) {}
  const note = await new EntityRegistry({ storage }).register(
    new NoteV1({ kind: "b", text: "secret", count: 7, tag: new Tag({ label: "post" }) }),
  );
  class NoteV2 extends defineEntity(
    "Note",
    {
      kind: z.string(),
      words: json(),
      count: z.number(),
      size: z.number(),
      tag: ref(() => Tag),
      tags: list(() => Tag),
    },
    {
      schemaVersion: 2,
      earlier: {
        1: {
          shape,
          upgrade: ({ kind, text, count, tag }) => {
            if (text === "") throw new Error("an upgrade is not asked about what is gone");
            return { kind, words: text.split(" "), count, size: text.length, tag, tags: [tag] };
          },
        },
      },
    },
  ) {}
  const registry = new EntityRegistry({ storage, types: [NoteV2] });
  expect((await registry.getOrThrow(NoteV2, note.ecsId)).size).toBe(6);
  await registry.erase({ ecsIds: [note.ecsId] }, { reason: "asked to" });
  expect((await registry.getColdSnapshot(note.ecsId))?.state).toMatchObject({
    kind: { json: "b" },
    text: { json: "" },
    count: { json: 7 },
  });
  const read = await registry.getOrThrow(NoteV2, note.ecsId);
  expect([read.count, read.tag.label, read.tags, read.isModified]).toEqual([7, "post", [], false]);
  for (const field of ["kind", "words", "size"]) {
    expect(() => Reflect.get(read, field)).toThrow(/was erased at/);
  }
});

test("an erased id that is brought again stays erased (V42, L5)", async () => {
  const { registry, storage } = await aRegistry();
  const letter = await registry.register(aLetter());
  const target = await openMemoryStorage();
  const other = new EntityRegistry({ storage: target, types: [Letter] });
  const [here, there] = [new PassThrough(), new PassThrough()];
  await registry.exportEntity(letter, here);
  await registry.exportEntity(letter, there);
  here.end();
  there.end();
  await other.importEntity(here);
  await other.erase({ ecsIds: [letter.ecsId] }, { reason: "asked to" });
  await other.importEntity(there);
  expect((await other.getColdSnapshot(letter.ecsId))?.state["text"]).toEqual({ json: "" });
  expect((await storage.readSnapshots([letter.ecsId])).get(letter.ecsId)?.erasedAt).toBeNull();
});

function fieldsOf({ text, mood, pages, sentAt, tag }: Letter) {
  return { text, mood, pages, key, sentAt, tag };
}
