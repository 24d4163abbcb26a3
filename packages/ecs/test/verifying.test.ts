import { expect, test } from "@jest/globals";
import { defineEntity, dict, EntityRegistry, list, ref } from "@minference/ecs";
import { randomIds, trustEcsId } from "@minference/protocol";
import { wrappedStorage } from "@minference/storage/conformance";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";
import { changedStorage, withField, type Change } from "./changed-storage.ts";

class Note extends defineEntity("Note", { text: z.string() }) {}
class Folder extends defineEntity("Folder", {
  name: z.string(),
  first: ref(() => Note).nullable(),
  notes: list(() => Note),
  byName: dict(() => Note),
}) {}

const unknownId = trustEcsId(randomIds.mint(Date.now()));

async function aFolder() {
  const storage = await openMemoryStorage();
  const registry = new EntityRegistry({ storage });
  const notes = Array.from({ length: 130 }, (_, n) => new Note({ text: `secret ${n}` }));
  const [note = new Note({ text: "" })] = notes;
  const folder = new Folder({ name: "f", first: note, notes, byName: { note } });
  await registry.register(folder);
  const first = folder.ecsId;
  folder.name = "g";
  await registry.register(folder);
  const problemsAfter = async (change: Change, types = [Folder]) =>
    new EntityRegistry({ storage: changedStorage(storage, change), types }).verify();
  return { storage, registry, folder, note, first, problemsAfter };
}

test("a whole storage has no problem, whether its types are known or not (R:S26)", async () => {
  const { storage, registry, folder } = await aFolder();
  await registry.erase({ ecsIds: [folder.ecsId] }, { reason: "asked to" });
  expect(await registry.verify()).toEqual([]);
  expect(await new EntityRegistry({ storage }).verify()).toEqual([]);
});

test("content that is not that of its hash is found, of a type that nobody knows too (R:S26)", async () => {
  const { note, problemsAfter } = await aFolder();
  const change: Change = (snapshot) =>
    snapshot.ecsId === note.ecsId ? withField(snapshot, "text", { json: "changed" }) : snapshot;
  const { ecsId, lineageId } = note;
  const problem = expect.stringMatching(/^Note …\w{8}: its content is not that of its hash$/);
  expect(await problemsAfter(change)).toEqual([{ ecsId, lineageId, problem }]);
  expect(await problemsAfter(change, [])).toEqual([{ ecsId, lineageId, problem }]);
});

test("rows that cannot be read are listed one by one and hide no other (R:S25)", async () => {
  const { folder, problemsAfter } = await aFolder();
  const damaged = folder.notes.filter((_, n) => n % 40 === 7).map(({ ecsId }) => ecsId);
  const problems = await problemsAfter((snapshot) =>
    damaged.includes(snapshot.ecsId) ? "unreadable" : snapshot,
  );
  expect(problems.map(({ ecsId }) => ecsId)).toEqual(damaged);
  expect(problems[0]?.problem).toMatch(/note\.text is no text/);
  expect(JSON.stringify(problems)).not.toMatch(/secret/);
});

test("a version that is listed and not there, and the links to it, are found (R:S25)", async () => {
  const { note, folder, first, problemsAfter } = await aFolder();
  const problems = await problemsAfter((snapshot) => {
    if (snapshot.ecsId === note.ecsId) return "absent";
    return snapshot.ecsId === first ? withField(snapshot, "first", { ref: unknownId }) : snapshot;
  });
  expect(problems).toEqual([
    { ecsId: note.ecsId, lineageId: null, problem: expect.stringMatching(/cannot be read/) },
    { ecsId: first, lineageId: folder.lineageId, problem: expect.stringMatching(/hash/) },
    {
      ecsId: first,
      lineageId: folder.lineageId,
      problem: expect.stringMatching(/first names …\w{8}, which is not stored/),
    },
  ]);
});

test.each([
  [
    "another lineage",
    { lineageId: new Note({ text: "" }).lineageId },
    /its parent is of another lineage/,
  ],
  ["another type", { type: "Drawer" }, /its parent is of another type/],
])("a parent of %s is found (V35)", async (_what, change, message) => {
  const { folder, problemsAfter } = await aFolder();
  const problems = await problemsAfter((snapshot) =>
    snapshot.ecsId === folder.ecsId ? { ...snapshot, ...change } : snapshot,
  );
  expect(problems.map(({ problem }) => problem)).toContainEqual(expect.stringMatching(message));
});

test("a parent that is no older than its child is found, an absent one is none (V35)", async () => {
  const { folder, first, problemsAfter } = await aFolder();
  const withParent =
    (parentId: typeof first): Change =>
    (snapshot) =>
      snapshot.ecsId === first ? { ...snapshot, parentId } : snapshot;
  const problems = (await problemsAfter(withParent(folder.ecsId))).map(({ problem }) => problem);
  expect(problems).toContainEqual(expect.stringMatching(/its parent has no smaller id/));
  expect(await problemsAfter(withParent(unknownId))).toHaveLength(1); // the hash, for it covers the parent
});

test("fields that are not those of a known class are found (G3)", async () => {
  const { note, storage } = await aFolder();
  class Renamed extends defineEntity("Note", { content: z.string() }) {}
  const problems = await new EntityRegistry({ storage, types: [Renamed] }).verify();
  expect(problems).toHaveLength(130);
  expect(problems[0]).toEqual({
    ecsId: note.ecsId,
    lineageId: note.lineageId,
    problem: expect.stringMatching(/it is stored without content; with text$/),
  });
});

test("a ref whose tip is no version of its lineage is found (V39)", async () => {
  const { storage, folder, note } = await aFolder();
  const moved = wrappedStorage(storage, {
    refs: async (lineages) =>
      (await storage.refs(lineages)).map((ref) => ({ ...ref, tip: note.ecsId })),
    verify: async () => [],
  });
  expect(await new EntityRegistry({ storage: moved }).verify()).toEqual([
    {
      ecsId: null,
      lineageId: folder.lineageId,
      problem: expect.stringMatching(
        /^Ref main points to …\w{8}, which is no version of its lineage$/,
      ),
    },
  ]);
});

test("what the backend finds of its own comes first, and is not told twice (R:S25)", async () => {
  const { storage, note } = await aFolder();
  const { ecsId, lineageId } = note;
  const told = { ecsId, lineageId, problem: "row 7 of note is damaged" };
  const damaged = changedStorage(storage, (snapshot) =>
    snapshot.ecsId === ecsId ? "unreadable" : snapshot,
  );
  const telling = wrappedStorage(damaged, { verify: async () => [told] });
  expect(await new EntityRegistry({ storage: telling }).verify()).toEqual([told]);
});

test("what is stored while everything is read is no problem", async () => {
  const { storage, registry, folder } = await aFolder();
  const listed: string[] = [];
  const busy = wrappedStorage(storage, {
    readRows: async (filter, page) => {
      const rows = await storage.readRows(filter, page);
      // whichever type comes first: owner and item are both of a moment after it
      folder.append("notes", new Note({ text: "meanwhile" }));
      await registry.register(folder);
      listed.push(...filter.types);
      return rows;
    },
  });
  expect(await new EntityRegistry({ storage: busy }).verify()).toEqual([]);
  expect(listed.sort()).toEqual(["Folder", "Note"]);
});
