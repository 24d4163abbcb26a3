import { expect, test } from "@jest/globals";
import { exportedText, importText } from "./bundle-text.ts";
import { aShelf, aShelfRegistry, Book, Shelf } from "./shelf.ts";

const reason = "asked for it";

test("an import never brings erased content back, with or without new versions beside it (V42, L5)", async () => {
  const { registry, storage } = await aShelfRegistry();
  const shelf = await registry.register(aShelf());
  const before = await exportedText(registry, shelf);
  shelf.append("books", new Book({ title: "later" }));
  await registry.register(shelf);
  const after = await exportedText(registry, shelf, { versions: "lineage" });
  const target = await aShelfRegistry();
  await importText(target.registry, before);
  for (const each of [registry, target.registry]) {
    await each.erase({ ecsIds: [shelf.itemAt("books", 0)?.ecsId ?? shelf.ecsId] }, { reason });
  }
  await importText(registry, after);
  const imported = await importText(target.registry, after);
  for (const each of [storage, target.storage]) {
    const { snapshots } = await each.readTrees([shelf.ecsId]);
    expect(JSON.stringify([...snapshots.values()])).not.toContain("book 0");
    expect(JSON.stringify([...snapshots.values()])).toContain("later");
  }
  expect(imported.ecsId).toBe(shelf.ecsId);
});

test("an erased version is exported and imported as erased, and its links stay (V42)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const first = shelf.ecsId;
  shelf.append("books", new Book({ title: "later" }));
  await from.registry.register(shelf);
  await from.registry.erase({ ecsIds: [first] }, { reason });
  const text = await exportedText(from.registry, shelf, { versions: "lineage" });
  const to = await aShelfRegistry();
  await importText(to.registry, text);
  const snapshot = await to.registry.getColdSnapshot(first);
  expect(snapshot).toMatchObject({ contentHash: null, state: { label: { json: "" } } });
  expect(snapshot?.erasedAt).not.toBeNull();
  const erased = await to.registry.getOrThrow(Shelf, first);
  expect(erased.books).toHaveLength(3);
  expect(() => erased.label).toThrow("erased");
  expect((await to.registry.getOrThrow(Shelf, shelf.ecsId)).dump()).toEqual(shelf.dump());
  expect(await to.registry.verify()).toEqual([]);
  await importText(to.registry, text);
  expect(to.batches).toHaveLength(1);
});

test("a document in which a version is erased leaves a stored one as it is", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const to = await aShelfRegistry();
  await importText(to.registry, await exportedText(from.registry, shelf));
  await from.registry.erase({ lineageId: shelf.lineageId }, { reason });
  await importText(to.registry, await exportedText(from.registry, shelf));
  expect((await to.registry.getOrThrow(Shelf, shelf.ecsId)).dump()).toEqual(shelf.dump());
});

test("lists of versions behind an erased one are as they were exported", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const first = shelf.ecsId;
  const to = await aShelfRegistry();
  await importText(to.registry, await exportedText(from.registry, shelf));
  await to.registry.erase({ ecsIds: [first] }, { reason });
  shelf.books = [...shelf.books].reverse();
  shelf.append("books", new Book({ title: "later" }));
  await from.registry.register(shelf);
  const text = await exportedText(from.registry, shelf, { versions: "lineage" });
  const imported = await importText(to.registry, text);
  expect(imported.dump()).toEqual(shelf.dump());
  expect(await to.registry.verify()).toEqual([]);
});

test("an imported lineage loses nothing to a prune (V39, V41)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const first = shelf.ecsId;
  shelf.label = "main";
  await from.registry.register(shelf);
  const other = await from.registry.getOrThrow(Shelf, first);
  other.label = "branch";
  await from.registry.register(other);
  const to = await aShelfRegistry();
  await importText(to.registry, await exportedText(from.registry, other, { versions: "lineage" }));
  expect((await to.registry.prune({ dryRun: false })).count).toBe(0);
  expect((await to.registry.getLineageIds(shelf.lineageId)).length).toBe(3);
});

test("content that was erased and pruned since is not imported again (V41, V42)", async () => {
  const { registry, batches } = await aShelfRegistry([Book]);
  const main = await registry.register(new Book({ title: "first" }));
  const branch = await registry.getOrThrow(Book, main.ecsId);
  main.title = "second";
  await registry.register(main);
  branch.title = "other";
  await registry.register(branch);
  const text = await exportedText(registry, branch);
  await registry.erase({ ecsIds: [branch.ecsId] }, { reason });
  await registry.deleteRef(branch.lineageId, registry.receipt(branch)?.ref ?? "");
  await registry.prune({ dryRun: false });
  expect(await registry.hasEntity(branch.ecsId)).toBe(false);
  const sent = batches.length;
  await expect(importText(registry, text)).rejects.toMatchObject({ code: "erased_content" });
  expect(batches).toHaveLength(sent);
});
