import { expect, test } from "@jest/globals";
import { EntityRegistry, type RegistryEvent } from "@minference/ecs";
import { isKind } from "@minference/protocol";
import { openMemoryStorage } from "@minference/storage-memory";
import { Readable, Writable } from "node:stream";
import { exportedText, importText } from "./bundle-text.ts";
import { aShelf, aShelfRegistry, Book, Shelf } from "./shelf.ts";

test("a tree is exported and imported under its own ids, hashes and content (C27, spec 2.7)", async () => {
  const from = await aShelfRegistry();
  const shelf = aShelf();
  shelf.above = new Shelf({ label: "top", above: shelf });
  shelf.itemAt("books", 0)?.copy();
  await from.registry.register(shelf);
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, await exportedText(from.registry, shelf));
  expect(imported).toBeInstanceOf(Shelf);
  expect(imported.toJSON()).toEqual({ ...shelf.toJSON(), batchId: imported.batchId });
  expect(imported.dump()).toEqual(shelf.dump());
  expect(imported.contentHash).toBe(shelf.contentHash);
  expect(imported.isModified).toBe(false);
  expect((await to.storage.status()).countByType).toEqual({ Shelf: 2, Book: 3 });
});

test("a document has the format, its version, the root and whole cold snapshots", async () => {
  const { registry, storage } = await aShelfRegistry();
  const shelf = await registry.register(aShelf(1));
  const text = await exportedText(registry, shelf);
  const parsed: unknown = JSON.parse(text);
  const read = await storage.readTrees([shelf.ecsId]);
  expect(parsed).toEqual({
    format: "minference-entity",
    formatVersion: 1,
    exportedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    root: shelf.ecsId,
    snapshots: JSON.parse(JSON.stringify([...read.snapshots.values()])),
  });
});

test("importing twice writes nothing the second time: no version, no batch, no ref (C27, V23)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  shelf.label = "b";
  await from.registry.register(shelf);
  const text = await exportedText(from.registry, shelf, { versions: "lineage" });
  const to = await aShelfRegistry();
  await importText(to.registry, text);
  const status = await to.storage.status();
  const log = await to.registry.refLog(shelf.lineageId, "main");
  const again = await importText(to.registry, text);
  expect(to.batches).toHaveLength(1);
  expect(await to.storage.status()).toEqual(status);
  expect(await to.registry.refLog(shelf.lineageId, "main")).toEqual(log);
  expect(again.ecsId).toBe(shelf.ecsId);
  await importText(from.registry, text);
  expect(from.batches).toHaveLength(2);
});

test("changes since the stored version are left out, and what was never stored is not found", async () => {
  const { registry } = await aShelfRegistry();
  const shelf = aShelf();
  await expect(exportedText(registry, shelf)).rejects.toMatchObject({ code: "entity_not_found" });
  await registry.register(shelf);
  shelf.label = "pending";
  registry.fork(shelf);
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, await exportedText(registry, shelf));
  expect(imported.toJSON()).toMatchObject({ label: "shelf", ecsId: shelf.parentId });
});

test("a lineage is exported with all versions and branches, each with its tree (V35, V38)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const first = shelf.ecsId;
  shelf.append("books", new Book({ title: "new" }));
  await from.registry.register(shelf);
  const other = await from.registry.getOrThrow(Shelf, first);
  other.best = new Book({ title: "only on the branch" });
  await from.registry.register(other);
  const to = await aShelfRegistry();
  await importText(to.registry, await exportedText(from.registry, shelf, { versions: "lineage" }));
  for (const id of [first, shelf.ecsId, other.ecsId]) {
    const [a, b] = [
      await from.registry.getOrThrow(Shelf, id),
      await to.registry.getOrThrow(Shelf, id),
    ];
    expect([b.dump(), b.contentHash]).toEqual([a.dump(), a.contentHash]);
  }
  expect(await to.registry.getHeads(shelf.lineageId)).toEqual([shelf.ecsId, other.ecsId]);
  const branch = `branch-${other.ecsId.replaceAll("-", "").slice(-8)}`;
  expect(await to.registry.refs(shelf.lineageId)).toEqual([
    { lineageId: shelf.lineageId, name: branch, tip: other.ecsId },
    { lineageId: shelf.lineageId, name: "main", tip: shelf.ecsId },
  ]);
  for (const book of shelf.books) expect(await to.registry.refs(book.lineageId)).toEqual([]);
});

test("an imported root follows main, so a change of it is one version on main (V39)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, await exportedText(from.registry, shelf));
  if (!(imported instanceof Shelf)) throw new Error(imported.entityType);
  imported.label = "changed";
  await to.registry.register(imported, { expectHead: true });
  expect(to.registry.receipt(imported)).toMatchObject({ ref: "main", moved: true });
  expect((await to.registry.getLineageIds(shelf.lineageId)).length).toBe(2);
});

test("a version whose parent is not in the document is a root with a missing parent (V35)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  shelf.label = "b";
  await from.registry.register(shelf);
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, await exportedText(from.registry, shelf));
  expect(imported.parentId).toBe(shelf.parentId);
  const lineage = await to.registry.lineage(shelf.lineageId);
  expect(lineage.nodes.get(shelf.ecsId)?.parentMissing).toBe(true);
});

test("an import moves no ref that exists: what is newer becomes a named branch (V39)", async () => {
  const from = await aShelfRegistry();
  const to = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  await importText(to.registry, await exportedText(from.registry, shelf));
  const first = shelf.ecsId;
  shelf.label = "newer";
  await from.registry.register(shelf);
  const events: RegistryEvent[] = [];
  const { storage } = to;
  const listening = new EntityRegistry({ storage, types: [Shelf], onEvent: (e) => events.push(e) });
  await importText(listening, await exportedText(from.registry, shelf, { versions: "lineage" }));
  const refs = new Map((await listening.refs(shelf.lineageId)).map(({ name, tip }) => [name, tip]));
  expect(refs.get("main")).toBe(first);
  expect([...refs.values()]).toContain(shelf.ecsId);
  expect(events.map(({ type }) => type)).toEqual(["version.committed", "version.branched"]);
});

test("the batch of an import says who imported and why (V28a)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const text = await exportedText(from.registry, shelf);
  const plain = await aShelfRegistry();
  await importText(plain.registry, text);
  expect(plain.batches[0]).toMatchObject({ actor: null, reason: "import" });
  const said = await aShelfRegistry();
  await importText(said.registry, text, { actor: "ada", reason: "moving house" });
  expect(await said.registry.refLog(shelf.lineageId, "main")).toMatchObject([
    { from: null, to: shelf.ecsId, actor: "ada", reason: "moving house" },
  ]);
});

test("lists whose items were replaced, removed and reordered come back as they were in each version", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf(20));
  const ids = [shelf.ecsId];
  const changes = [
    () => shelf.replaceAt("books", 3, new Book({ title: "r" })),
    () => (shelf.books = shelf.books.slice(0, 7)),
    () => (shelf.books = [...shelf.books].reverse()),
    () => (shelf.books = []),
    () => shelf.append("books", new Book({ title: "last" })),
  ];
  for (const change of changes) {
    change();
    ids.push((await from.registry.register(shelf)).ecsId);
  }
  const to = await aShelfRegistry();
  await importText(to.registry, await exportedText(from.registry, shelf, { versions: "lineage" }));
  const [before, after] = [await from.storage.readTrees(ids), await to.storage.readTrees(ids)];
  for (const id of ids) {
    expect(after.snapshots.get(id)?.state).toEqual(before.snapshots.get(id)?.state);
  }
});

test("strings with lone surrogates and keys named __proto__ inside JSON come back exactly (L24, L25)", async () => {
  const from = await aShelfRegistry();
  const notes: unknown = JSON.parse(
    '{"\\ud800":"\\udfff x \\u0000","__proto__":{"polluted":1},"constructor":[-1.5e300,{}],"":"\\u2028"}',
  );
  const book = new Book({ title: "t", notes: null });
  Object.assign(book, { notes });
  const shelf = new Shelf({
    byCode: Object.fromEntries([
      ["__proto__", book],
      ["\ud800", book],
    ]),
  });
  await from.registry.register(shelf);
  const text = await exportedText(from.registry, shelf);
  expect(text.isWellFormed()).toBe(true);
  const to = await aShelfRegistry();
  const imported = await importText(to.registry, text);
  expect(imported.dump()).toEqual(shelf.dump());
  expect(Object.keys(Object(imported.dump()["byCode"]))).toEqual(["__proto__", "\ud800"]);
  expect("polluted" in {}).toBe(false);
});

test("a document is cut anywhere by its stream, and a stream of text is taken like one of bytes", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(new Shelf({ label: "größer 🙂" }));
  const text = await exportedText(from.registry, shelf);
  const bytes = Buffer.from(text);
  const single = Readable.from(Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)));
  const { registry } = await aShelfRegistry();
  expect((await registry.importEntity(single)).dump()).toEqual(shelf.dump());
  const other = await aShelfRegistry();
  const texts = Readable.from([text.slice(0, 100), text.slice(100)], { encoding: "utf8" });
  expect((await other.registry.importEntity(texts)).contentHash).toBe(shelf.contentHash);
});

test("an export waits for a slow stream and never has more than a chunk on the way", async () => {
  const { registry } = await aShelfRegistry();
  const notes = "x".repeat(50_000);
  const books = Array.from({ length: 40 }, (_, at) => new Book({ title: String(at), notes }));
  const shelf = await registry.register(new Shelf({ books }));
  let waiting = 0;
  const slow = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => {
      waiting = Math.max(waiting, slow.writableLength);
      setImmediate(done);
    },
  });
  await registry.exportEntity(shelf, slow);
  expect(slow.writableEnded).toBe(false);
  expect(waiting).toBeLessThan(200_000);
});

test("an export into a stream that breaks is rejected with the stream's own error", async () => {
  const { registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf(200));
  const full = new Error("no room");
  const broken = new Writable({ write: (_chunk, _encoding, done) => done(full) });
  await expect(registry.exportEntity(shelf, broken)).rejects.toBe(full);
  const closed = new Writable({ write: (_chunk, _encoding, done) => done() });
  closed.destroy();
  await expect(registry.exportEntity(shelf, closed)).rejects.toThrow();
});

test("a version that was damaged in the storage is not exported (R:S26)", async () => {
  const { storage, registry } = await aShelfRegistry();
  const shelf = await registry.register(aShelf());
  const read = storage.readSnapshots.bind(storage);
  storage.readSnapshots = async (ids) => {
    const found = await read(ids);
    return new Map(
      [...found].map(([key, version]) => [
        key,
        version.type === "Book"
          ? { ...version, state: { ...version.state, title: { json: "other" } } }
          : version,
      ]),
    );
  };
  await expect(exportedText(registry, shelf)).rejects.toMatchObject({
    kind: "corrupt",
    entityType: "Book",
  });
  storage.readSnapshots = async (ids) =>
    new Map([...(await read(ids))].filter(([, { type }]) => type !== "Book"));
  await expect(exportedText(registry, shelf)).rejects.toMatchObject({ kind: "corrupt" });
});

test("a stored version with another hash refuses the document, and nothing of it is stored (V23, L6)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const text = await exportedText(from.registry, shelf);
  const { storage, registry } = await aShelfRegistry();
  const read = await from.storage.readTrees([shelf.ecsId]);
  const stored = read.snapshots.get(shelf.ecsId);
  const book = shelf.books[0];
  if (stored === undefined || book === undefined) throw new Error("not stored");
  const other = new EntityRegistry({ storage, types: [Shelf] });
  const mine = new Shelf({ label: "mine" }, { ids: { mint: () => shelf.ecsId } });
  await other.register(mine);
  const before = await storage.status();
  const refusal = await importText(registry, text).catch((error: unknown) => error);
  expect(isKind(refusal, "duplicate")).toBe(true);
  expect(await storage.status()).toEqual(before);
});

test("importing again settles an import of unknown outcome (L4)", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const text = await exportedText(from.registry, shelf);
  const { storage, registry } = await aShelfRegistry();
  const commit = storage.commit.bind(storage);
  storage.commit = async (batch) => {
    await commit(batch);
    throw Object.assign(new Error("lost"), { kind: "commit_unknown", code: "commit_unknown" });
  };
  await expect(importText(registry, text)).rejects.toThrow("lost");
  expect((await importText(registry, text)).dump()).toEqual(shelf.dump());
});

test("a registry reads a document without a memory of the one that wrote it", async () => {
  const from = await aShelfRegistry();
  const shelf = await from.registry.register(aShelf());
  const text = await exportedText(from.registry, shelf);
  const storage = await openMemoryStorage();
  await expect(importText(new EntityRegistry({ storage }), text)).rejects.toMatchObject({
    code: "unknown_type",
    entityType: "Shelf",
  });
  expect((await storage.status()).entityCount).toBe(0);
});
