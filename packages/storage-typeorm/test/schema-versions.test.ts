import { describe, expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, list, ref, type EntityClass } from "@minference/ecs";
import { trustBatchId, type EcsId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import { mapEntity, openSqliteStorage } from "@minference/storage-typeorm";
import { z } from "zod";
import { withPlainDatabase } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { tempFolder } from "./support/temp-folder.ts";

class Tag extends defineEntity("Tag", { word: z.string() }) {}

const noteShape = {
  name: z.string(),
  state: z.enum(["open", "done"]),
  count: z.int(),
  mainTag: ref(() => Tag),
};

class Note extends defineEntity("Note", noteShape) {}

/** `name` is called `title`, `mainTag` is one of `tags`, `state` has a third value. */
class NoteOfNow extends defineEntity(
  "Note",
  {
    title: z.string(),
    state: z.enum(["open", "done", "dropped"]),
    count: z.int(),
    tags: list(() => Tag),
    remark: z.string().nullable().default(null),
  },
  {
    schemaVersion: 2,
    earlier: {
      1: {
        shape: noteShape,
        upgrade: ({ name, state, count, mainTag }) => ({
          title: name,
          state,
          count,
          tags: [mainTag],
          remark: null,
        }),
      },
    },
  },
) {}

const tag = mapEntity(Tag, { table: "tag" });
const mappings = [tag, mapEntity(Note, { table: "note" })];
const mappingsOfNow = [tag, mapEntity(NoteOfNow, { table: "note" })];

async function storeNote(file: string): Promise<EntitySnapshot> {
  await using storage = await openSqliteStorage({ path: file, mappings });
  const mainTag = new Tag({ word: "w" });
  const note = new Note({ name: "n", state: "open", count: 1, mainTag });
  await new EntityRegistry({ storage }).register(note);
  return theOne(await storage.readSnapshots([note.ecsId]));
}

async function storeNoteOfNow(file: string): Promise<EcsId> {
  await using storage = await openSqliteStorage({ path: file, mappings: mappingsOfNow });
  const tags = [new Tag({ word: "x" })];
  const note = new NoteOfNow({ title: "t", state: "dropped", count: 2, tags });
  await new EntityRegistry({ storage }).register(note);
  return note.ecsId;
}

function theOne(found: ReadonlyMap<EcsId, EntitySnapshot>): EntitySnapshot {
  const [snapshot] = found.values();
  if (snapshot === undefined) throw new Error("not stored");
  return snapshot;
}

test("a row is read with the fields of its own schema version, whatever the class has now (L1, L19)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const old = await storeNote(file);
  const id = await storeNoteOfNow(file);
  await using storage = await openSqliteStorage({ path: file, mappings: mappingsOfNow });
  expect(theOne(await storage.readSnapshots([old.ecsId]))).toEqual(old);
  const stored = theOne(await storage.readSnapshots([id]));
  expect(Object.keys(stored.state).sort()).toEqual(["count", "remark", "state", "tags", "title"]);
  expect(stored.schemaVersion).toBe(2);
  expect((await storage.readTrees([old.ecsId])).snapshots.size).toBe(2);
  expect(await storage.verify()).toEqual([]);
});

test("a version of an earlier schema version is erased by its own fields (V42)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const old = await storeNote(file);
  await using storage = await openSqliteStorage({ path: file, mappings: mappingsOfNow });
  const { ecsId, batchId } = old;
  const versions = [{ ecsId, json: { name: "", title: "not of version 1" } }];
  const known = { batchId, at: new Date(0), actor: null, reason: "known", versions };
  await storage.erase(known);
  expect(theOne(await storage.readSnapshots([ecsId]))).toEqual(old);
  await storage.erase({ ...known, batchId: trustBatchId(ecsId) });
  const { state, erasedAt } = theOne(await storage.readSnapshots([ecsId]));
  expect([state, erasedAt]).toEqual([{ ...old.state, name: { json: "" } }, new Date(0)]);
});

test("opening with a later schema version leaves the stored bytes of every column (design section 2)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await storeNote(file);
  const columns =
    "hex(ecs_id), hex(batch_id), hex(content_hash), schema_version, name, state, count, hex(main_tag_id)";
  const row = (): unknown =>
    withPlainDatabase(file, (database) =>
      database.prepare(`SELECT ${columns} FROM note`).raw().get(),
    );
  const before = row();
  await storeNoteOfNow(file);
  expect(row()).toEqual(before);
});

test("indexes and what a hand added to a table are there after it has grown", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await storeNote(file);
  const indexes = (): unknown =>
    withPlainDatabase(file, (database) =>
      database
        .prepare(
          "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'note' ORDER BY name",
        )
        .pluck()
        .all(),
    );
  withPlainDatabase(file, (database) => database.exec("CREATE INDEX mine ON note (count)"));
  const before = indexes();
  await storeNoteOfNow(file);
  expect(indexes()).toEqual(before);
});

test("a field that a version lacks equals nothing (L21)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const old = await storeNote(file);
  const id = await storeNoteOfNow(file);
  await using storage = await openSqliteStorage({ path: file, mappings: mappingsOfNow });
  const page = { limit: 10, before: null };
  const found = (where: Readonly<Record<string, string | number | null>>) =>
    storage.readRows({ types: ["Note"], versions: "all", where }, page);
  expect(await found({ remark: null })).toEqual([id]);
  expect(await found({ name: "n" })).toEqual([old.ecsId]);
  expect(await found({ state: "dropped" })).toEqual([id]);
  expect(await found({ count: 1 })).toEqual([old.ecsId]);
});

test("a row of a schema version that the class does not know is drift by name", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const { ecsId } = await storeNote(file);
  withPlainDatabase(file, (database) => database.exec("UPDATE note SET schema_version = 7"));
  await using storage = await openSqliteStorage({ path: file, mappings: mappingsOfNow });
  const error = await rejection(storage.readSnapshots([ecsId]));
  expect(error.code).toBe("schema_drift");
  expect(error.message).toMatch(/^Note ….* is of schema version 7; its mapping knows 1, 2/);
  expect((await storage.verify()).map((each) => each.ecsId)).toEqual([ecsId]);
});

test("a file that holds versions of now is refused by the mappings of before (R:S22)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await storeNoteOfNow(file);
  const error = await rejection(openSqliteStorage({ path: file, mappings }));
  expect(error.code).toBe("schema_drift");
  expect(error.message).toContain("note.title is too many");
});

test("a column that stored versions had is not made anew when it was dropped (R:S22)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await storeNoteOfNow(file);
  withPlainDatabase(file, (database) =>
    database.exec("DROP VIEW note_text; ALTER TABLE note DROP COLUMN title"),
  );
  const error = await rejection(openSqliteStorage({ path: file, mappings: mappingsOfNow }));
  expect(error.code).toBe("schema_drift");
  expect(error.message).toContain("note.title is missing");
});

test("a table of several classes grows with one of them", async () => {
  class Cat extends defineEntity("Cat", { name: z.string(), lives: z.int() }) {}
  class Dog extends defineEntity("Dog", { name: z.string() }) {}
  class DogOfNow extends defineEntity(
    "Dog",
    { name: z.string(), trick: z.string() },
    {
      schemaVersion: 2,
      earlier: {
        1: { shape: { name: z.string() }, upgrade: ({ name }) => ({ name, trick: "none" }) },
      },
    },
  ) {}
  using folder = tempFolder();
  const path = folder.file("a.db");
  const mapped = (dog: EntityClass) => [mapEntity([Cat, dog], { table: "pet" })];
  const cat = new Cat({ name: "c", lives: 9 });
  const dog = new Dog({ name: "d" });
  {
    await using storage = await openSqliteStorage({ path, mappings: mapped(Dog) });
    await new EntityRegistry({ storage }).registerAll([cat, dog]);
  }
  await using storage = await openSqliteStorage({ path, mappings: mapped(DogOfNow) });
  const clever = new DogOfNow({ name: "e", trick: "sit" });
  await new EntityRegistry({ storage }).register(clever);
  const found = await storage.readSnapshots([cat.ecsId, dog.ecsId, clever.ecsId]);
  expect([...found.values()].map(({ state }) => Object.keys(state)).sort()).toEqual([
    ["name"],
    ["name", "lives"],
    ["name", "trick"],
  ]);
});

describe("a field that needs a column of another kind in a later schema version is refused by mapEntity", () => {
  class Changed extends defineEntity(
    "Changed",
    { size: z.string() },
    {
      schemaVersion: 2,
      earlier: { 1: { shape: { size: z.int() }, upgrade: ({ size }) => ({ size: String(size) }) } },
    },
  ) {}
  test("a number that became a text", () => {
    expect(() => mapEntity(Changed, { table: "changed" })).toThrow(
      /Changed.size has another kind in an earlier schema version.*Give the new field another name/,
    );
  });
});
