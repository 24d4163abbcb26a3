import { expect, test } from "@jest/globals";
import { defineEntity, EntityRegistry, id, list } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import type { EntityStorage, PruneReceipt, PruneRequest } from "@minference/storage";
import { mapEntity, openSqliteStorage, type EntityMapping } from "@minference/storage-typeorm";
import { z } from "zod";
import { rowCount, withPlainDatabase } from "./support/plain-database.ts";
import { rejection } from "./support/rejection.ts";
import { booksOf, shelfMappings, ShelfWriter } from "./support/shelf.ts";
import { tempFolder } from "./support/temp-folder.ts";

class Page extends defineEntity("Page", { text: z.string() }) {}
class Volume extends defineEntity("Volume", {
  name: z.string(),
  pages: list(() => Page),
  noticeId: id("Page").nullable(),
}) {}
class Remark extends defineEntity(
  "Remark",
  { text: z.string(), volumeId: id("Volume") },
  { belongsTo: "volumeId" },
) {}

const mapped: readonly EntityMapping[] = [
  mapEntity(Page, { table: "page" }),
  mapEntity(Volume, { table: "volume" }),
  mapEntity(Remark, { table: "remark" }),
];

function prune(storage: EntityStorage, change: Partial<PruneRequest> = {}): Promise<PruneReceipt> {
  return storage.prune({
    alsoKeep: [],
    idFields: { Volume: ["noticeId"], Remark: ["volumeId"] },
    belongsTo: { Remark: "volumeId" },
    mode: "delete",
    ...change,
  });
}

for (const mappings of [mapped, []]) {
  const where = mappings.length > 0 ? "tables of their own" : "the table entity";
  test(`pruning takes a deleted branch whole and nothing else, in ${where} (V41, V40a)`, async () => {
    using folder = tempFolder();
    const file = folder.file("a.db");
    await using storage = await openSqliteStorage({ path: file, mappings });
    const registry = new EntityRegistry({ storage });
    const [first, noticed, lost] = ["first", "noticed", "lost"].map((text) => new Page({ text }));
    if (first === undefined || noticed === undefined || lost === undefined) throw new Error();
    const volume = new Volume({ name: "a", pages: [first], noticeId: noticed.ecsId });
    await registry.registerAll([noticed, volume]);
    const start = volume.ecsId;
    const branch = await registry.getOrThrow(Volume, start);
    volume.name = "kept";
    await registry.register(volume);
    branch.append("pages", lost);
    await registry.register(branch);
    const remarks = [volume, branch].map(
      ({ ecsId }) => new Remark({ text: "so", volumeId: ecsId }),
    );
    await registry.registerAll(remarks);
    for (const { lineageId, name } of await storage.refs([noticed.lineageId, branch.lineageId])) {
      const isVolume = name !== "main";
      if (isVolume) await registry.deleteRef(lineageId, name);
    }
    const expected = {
      Page: [lost.ecsId],
      Remark: [remarks[1]?.ecsId],
      Volume: [branch.ecsId],
    };
    expect((await prune(storage, { mode: "count" })).idsByType).toEqual(expected);
    expect((await storage.status()).entityCount).toBe(8);
    expect((await prune(storage)).idsByType).toEqual(expected);
    expect((await prune(storage)).idsByType).toEqual({});
    expect((await storage.status()).countByType).toEqual({ Page: 2, Remark: 1, Volume: 2 });
    expect(await storage.verify()).toEqual([]);
    const log = await storage.refLog(branch.lineageId, `branch-${branch.ecsId.slice(-8)}`);
    expect(log.map(({ to }) => to)).toEqual([branch.ecsId, null]);
  });
}

test("a list stays although the version that made its segment is pruned (V41)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file, mappings: shelfMappings });
  const writer = new ShelfWriter(storage);
  const books = await writer.books(6);
  const owner = writer.shelf({ append: books.slice(0, 4) });
  const longer = writer.shelf({ from: owner.ecsId, keep: 4, append: books.slice(4) }, owner);
  const copy = writer.shelf({ from: owner.ecsId, keep: 3 });
  await writer.commit([owner, longer, copy]);
  const { idsByType } = await prune(storage, { alsoKeep: [copy.ecsId] });
  expect(idsByType["Shelf"]).toEqual([owner.ecsId, longer.ecsId]);
  expect(idsByType["Book"]).toEqual([...books.slice(3)].sort());
  expect(await booksOf(storage, copy.ecsId)).toEqual(books.slice(0, 3));
  const introduced = withPlainDatabase(file, (database) =>
    database.prepare("SELECT DISTINCT introduced_by FROM shelf_book").pluck().all(),
  );
  expect(introduced).toEqual([Buffer.from(copy.ecsId.replaceAll("-", ""), "hex")]);
  expect(await storage.verify()).toEqual([]);
});

test("a list whose end is followed by a gap and rows of another one goes on in a segment of its own (V41)", async () => {
  using folder = tempFolder();
  const options = { path: folder.file("a.db"), mappings: shelfMappings };
  await using storage = await openSqliteStorage(options);
  const writer = new ShelfWriter(storage);
  const books = await writer.books(12);
  const [other = writer.id()] = books.slice(-1);
  const pruned = writer.shelf({ append: books.slice(0, 10) });
  const replaced = writer.shelf({ from: pruned.ecsId, keep: 10, put: [[5, other]] });
  const shorter = writer.shelf({ from: pruned.ecsId, keep: 5 });
  await writer.commit([pruned, replaced, shorter]);
  const alsoKeep = [replaced.ecsId, shorter.ecsId];
  expect((await prune(storage, { alsoKeep })).idsByType["Book"]).toEqual([books[5], books[10]]);
  const longer = writer.shelf({ from: shorter.ecsId, keep: 5, append: [other, other] });
  await writer.commit([longer]);
  expect(await booksOf(storage, longer.ecsId)).toEqual([...books.slice(0, 5), other, other]);
  expect(await booksOf(storage, replaced.ecsId)).toEqual(books.slice(0, 10).with(5, other));
});

test("tens of thousands of versions are pruned in one transaction (V41)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const options = { path: file, mappings: shelfMappings, synchronous: "normal" } as const;
  await using storage = await openSqliteStorage(options);
  const writer = new ShelfWriter(storage);
  const [book = writer.id()] = await writer.books(1);
  const kept: EcsId[] = [];
  for (let round = 0; round < 11; round += 1) {
    let before = writer.shelf({ append: [book] });
    const versions = [before];
    // each starts a segment of its own, or adds to that of its parent
    for (let index = 1; index < 1000; index += 1) {
      const put = index % 20 === 0 ? [[0, book] as const] : [];
      before = writer.shelf({ from: before.ecsId, keep: index, put, append: [book] }, before);
      versions.push(before);
    }
    await writer.commit(versions);
    if (round === 7) kept.push(before.ecsId);
  }
  const { idsByType } = await prune(storage, { alsoKeep: kept });
  expect(idsByType["Shelf"]).toHaveLength(10_000);
  expect(rowCount(file, "shelf")).toBe(1000);
  expect(await booksOf(storage, kept[0] ?? writer.id())).toHaveLength(1000);
  expect(await storage.verify()).toEqual([]);
});

test("a damaged row that decides what is reached refuses a prune whole (V41, R:S25)", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const options = { path: file, mappings: shelfMappings };
  const kept: EcsId[] = [];
  {
    await using storage = await openSqliteStorage(options);
    const { version } = await new ShelfWriter(storage).shelfWithBooks(3);
    await new ShelfWriter(storage, 1_755_520_001_000).books(2);
    kept.push(version.ecsId);
  }
  withPlainDatabase(file, (database) => database.exec("DELETE FROM shelf_book WHERE position = 1"));
  await using storage = await openSqliteStorage(options);
  const error = await rejection(prune(storage, { alsoKeep: kept }));
  expect(error.code).toBe("corrupt");
  expect(rowCount(file, "book")).toBe(5);
});
