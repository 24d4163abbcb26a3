import { expect, test } from "@jest/globals";
import { defineEntity, dict, EntityRegistry, id, json, list, ref } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";
import { changedStorage, withField } from "./changed-storage.ts";
import { untyped } from "./untyped.ts";

class Author extends defineEntity("Author", { name: z.string() }) {}
class Page extends defineEntity("Page", { text: z.string() }) {}

const shapeV1 = {
  title: z.string(),
  printedAt: z.date().nullable().default(null),
  author: ref(() => Author),
  pages: list(() => Page),
  byKey: dict(() => Page),
  meta: json(z.object({ tags: z.array(z.string()) })).default({ tags: [] }),
  origin: id("Book").nullable(),
};
const shapeV2 = { ...shapeV1, words: z.number().int() };
const shapeV3 = {
  name: z.string().min(1),
  printedAt: z.date().nullable(),
  writer: ref(() => Author),
  pages: list(() => Page),
  index: dict(() => Page),
  tags: json(z.array(z.string())),
  words: z.number().int(),
};

class BookV1 extends defineEntity("Book", shapeV1) {}
class BookV2 extends defineEntity("Book", shapeV2, {
  schemaVersion: 2,
  earlier: {
    1: {
      shape: shapeV1,
      upgrade: (old) => ({ ...old, words: old.title.split(" ").length }),
    },
  },
}) {}
class BookV3 extends defineEntity("Book", shapeV3, {
  schemaVersion: 3,
  earlier: {
    1: {
      shape: shapeV1,
      upgrade: (old) => ({ ...old, words: old.title.split(" ").length }),
    },
    2: {
      shape: shapeV2,
      upgrade: ({ title, author, pages, byKey, meta, printedAt, words }) => ({
        name: title,
        printedAt: printedAt === null ? null : new Date(printedAt.getTime() + 1),
        writer: author,
        pages: pages.slice(1),
        index: byKey,
        tags: meta.tags,
        words,
      }),
    },
  },
}) {}

const aBook = (): BookV1 =>
  new BookV1({
    title: "War and Peace",
    printedAt: new Date(1000),
    author: new Author({ name: "Leo" }),
    pages: [new Page({ text: "one" }), new Page({ text: "two" }), new Page({ text: "three" })],
    byKey: { first: new Page({ text: "f" }) },
    meta: { tags: ["novel"] },
  });

async function aStoredBook() {
  const storage = await openMemoryStorage();
  const book = await new EntityRegistry({ storage }).register(aBook());
  return { storage, book, registry: new EntityRegistry({ storage }) };
}

test("a row of schema version 1 is read by a class of version 3, step by step (V10, G3)", async () => {
  const { book, registry } = await aStoredBook();
  const read = await registry.getOrThrow(BookV3, book.ecsId);
  expect([read.name, read.words, read.printedAt?.getTime()]).toEqual(["War and Peace", 3, 1001]);
  expect([read.writer.name, read.tags]).toEqual(["Leo", ["novel"]]);
  expect(read.pages.map(({ text }) => text)).toEqual(["two", "three"]);
  expect(read.index["first"]?.text).toBe("f");
  expect([read.schemaVersion, read.contentHash]).toEqual([1, book.contentHash]);
});

test("loading an older version is no change, and what is stored stays as it is (V10)", async () => {
  const { book, registry } = await aStoredBook();
  const before = await registry.getColdSnapshot(book.ecsId);
  const read = await registry.getOrThrow(BookV3, book.ecsId);
  expect([read.isModified, registry.modifications(read).size]).toEqual([false, 0]);
  await registry.register(read);
  expect([read.ecsId, registry.receipt(read)]).toEqual([book.ecsId, null]);
  expect(await registry.getColdSnapshot(book.ecsId)).toEqual(before);
  expect(before).toMatchObject({ schemaVersion: 1, state: { title: { json: "War and Peace" } } });
});

test("the next real change is written whole under the class's own version, as a child (V10, V15)", async () => {
  const { book, registry, storage } = await aStoredBook();
  const read = await registry.getOrThrow(BookV3, book.ecsId);
  read.name = "Peace";
  await registry.register(read);
  expect([read.schemaVersion, read.parentId]).toEqual([3, book.ecsId]);
  const again = await new EntityRegistry({ storage }).getOrThrow(BookV3, read.ecsId);
  expect([again.name, again.pages.length, again.isModified]).toEqual(["Peace", 2, false]);
  expect(Object.keys(await registry.diff(book.ecsId, read.ecsId)).sort()).toContain("name");
  const old = await new EntityRegistry({ storage }).getOrThrow(BookV1, book.ecsId);
  expect([old.title, old.pages.length]).toEqual(["War and Peace", 3]);
});

test("a list that an upgrade left alone is still written as an edit of the stored one", async () => {
  const { book, registry, storage } = await aStoredBook();
  const read = await registry.getOrThrow(BookV2, book.ecsId);
  read.append("pages", new Page({ text: "four" }));
  await registry.register(read);
  const again = await new EntityRegistry({ storage }).getOrThrow(BookV2, read.ecsId);
  expect(again.pages.map(({ text }) => text)).toEqual(["one", "two", "three", "four"]);
  expect([again.words, again.schemaVersion]).toEqual([3, 2]);
});

test("an owner of an older version is forked as the class's own when what it holds changes (V16)", async () => {
  const { book, registry } = await aStoredBook();
  const read = await registry.getOrThrow(BookV3, book.ecsId);
  read.writer.name = "Lew";
  expect([...registry.modifications(read).values()].map((diff) => Object.keys(diff))).toEqual([
    [],
    ["name"],
  ]);
  await registry.register(read);
  expect([read.schemaVersion, read.parentId, read.words]).toEqual([3, book.ecsId, 3]);
});

test("a schema version above the class's own is refused, both named (R:S23)", async () => {
  const { storage } = await aStoredBook();
  const written = await new EntityRegistry({ storage }).register(
    new BookV3({
      name: "Later",
      printedAt: null,
      writer: new Author({ name: "Leo" }),
      tags: [],
      words: 1,
    }),
  );
  await expect(new EntityRegistry({ storage }).get(BookV1, written.ecsId)).rejects.toMatchObject({
    kind: "schema_drift",
    message: expect.stringMatching(/schema version 3, and this program declares 1/),
  });
});

test("an older schema version of which the class declares nothing is drift, with what to declare (G3)", async () => {
  const { book, registry } = await aStoredBook();
  class Bare extends defineEntity("Book", shapeV3, { schemaVersion: 3 }) {}
  await expect(registry.get(Bare, book.ecsId)).rejects.toMatchObject({
    kind: "schema_drift",
    message: expect.stringMatching(/schema version 1, .*earlier: \{ 1: \{ shape, upgrade \} \}/),
  });
});

test("a row that differs from the shape of its own schema version is drift (G3)", async () => {
  const { book, registry } = await aStoredBook();
  class Mistaken extends defineEntity("Book", shapeV3, {
    schemaVersion: 2,
    earlier: { 1: { shape: { title: z.number() }, upgrade: (old) => old } },
  }) {}
  await expect(registry.get(Mistaken, book.ecsId)).rejects.toMatchObject({
    kind: "schema_drift",
    message: expect.stringMatching(/with printedAt.*another kind of value in title/),
  });
});

test.each([
  [
    "a field too few",
    {},
    /Book\.title: after the upgrade from schema version 1, the field is missing/,
  ],
  ["a field too many", { title: "a", colour: "red" }, /Book\.colour: .*no such field/],
  ["another kind of value", { title: 7 }, /Book\.title/],
  ["nothing", null, /Book\.earlier\.1: .*no object of fields/],
])("an upgrade that gives %s is refused by path (G3)", async (_what, given, message) => {
  const { book, registry } = await aStoredBook();
  const earlier = { 1: { shape: shapeV1, upgrade: () => given } };
  const wrong = untyped({ defineEntity })["defineEntity"]?.(
    "Book",
    { title: z.string() },
    { schemaVersion: 2, earlier },
  );
  await expect(untyped(registry)["get"]?.(wrong, book.ecsId)).rejects.toMatchObject({
    code: "entity_validation",
    message: expect.stringMatching(message),
  });
});

test.each([
  [
    "a version that the old one does not hold",
    () => new Page({ text: "new" }).ecsId,
    /does not hold/,
  ],
  ["one of another class", (author: string) => author, /holds no Author/],
  ["no id", () => 7, /no version id/],
])("a link to %s is refused after an upgrade (G3)", async (_what, linkFrom, message) => {
  const { book, registry } = await aStoredBook();
  class Wrong extends defineEntity(
    "Book",
    { page: ref(() => Page) },
    {
      schemaVersion: 2,
      earlier: { 1: { shape: shapeV1, upgrade: ({ author }) => ({ page: linkFrom(author) }) } },
    },
  ) {}
  await expect(registry.get(Wrong, book.ecsId)).rejects.toMatchObject({
    code: "entity_validation",
    message: expect.stringMatching(message),
  });
});

test.each([
  ["a gap below its own", { schemaVersion: 4, versions: [1, 2] }, /version 1 and none 3/],
  ["a gap between", { schemaVersion: 4, versions: [1, 3] }, /version 1 and none 2/],
  ["its own number", { schemaVersion: 2, versions: [1, 2] }, /an earlier schema version 2/],
  ["a number that is none", { schemaVersion: 2, versions: [0, 1] }, /an earlier schema version 0/],
  ["schema version 0", { schemaVersion: 0, versions: [] }, /the schema version 0/],
])("a declaration with %s is refused", (_what, { schemaVersion, versions }, message) => {
  const shape = { title: z.string() };
  const earlier = Object.fromEntries(
    versions.map((version) => [version, { shape, upgrade: (old: object) => ({ ...old }) }]),
  );
  expect(() => defineEntity("Book", shape, { schemaVersion, earlier })).toThrow(message);
});

test("the first versions may be left out, the rest leads to the class's own", () => {
  const shape = { title: z.string() };
  const made = defineEntity("Book", shape, {
    schemaVersion: 4,
    earlier: { 3: { shape, upgrade: (old) => ({ ...old }) } },
  });
  expect([...made.shape.earlier.keys()]).toEqual([3]);
  expect(made.shape.earlier.get(3)?.get("title")).toMatchObject({ kind: "scalar", type: "string" });
});

const animalV1 = { name: z.string() };
class AnimalV1 extends defineEntity("Animal", animalV1) {}
class DogV1 extends defineEntity(
  "Dog",
  { tricks: z.number().int(), rival: ref(() => Author).nullable() },
  { extends: AnimalV1 },
) {}
class AnimalV2 extends defineEntity(
  "Animal",
  { label: z.string() },
  {
    schemaVersion: 2,
    earlier: { 1: { shape: animalV1, upgrade: ({ name }) => ({ label: name }) } },
  },
) {}
class DogV2 extends defineEntity(
  "Dog",
  { tricks: z.number().int(), rival: ref(() => Author).nullable() },
  { extends: AnimalV2 },
) {}

test("a subclass that names no version has those of its base, its own fields as they are", async () => {
  const storage = await openMemoryStorage();
  const dog = new DogV1({ name: "Rex", tricks: 2, rival: new Author({ name: "Leo" }) });
  await new EntityRegistry({ storage }).register(dog);
  const registry = new EntityRegistry({ storage, types: [DogV2] });
  const read = await registry.getOrThrow(AnimalV2, dog.ecsId);
  expect(read).toBeInstanceOf(DogV2);
  expect([read.label, read.isModified, DogV2.shape.schemaVersion]).toEqual(["Rex", false, 2]);
  const again = await registry.getOrThrow(DogV2, dog.ecsId);
  expect([again.tricks, again.rival?.name]).toEqual([2, "Leo"]);
});

test("two classes that differ in an earlier shape alone are two classes (R:S19, R:S20)", async () => {
  const { registry } = await aStoredBook();
  const now = { title: z.string() };
  const upgrade = (): { title: string } => ({ title: "" });
  class One extends defineEntity("Twin", now, {
    schemaVersion: 2,
    earlier: { 1: { shape: { name: z.string() }, upgrade } },
  }) {}
  class Same extends defineEntity("Twin", now, {
    schemaVersion: 2,
    earlier: { 1: { shape: { name: z.string() }, upgrade } },
  }) {}
  class Other extends defineEntity("Twin", now, {
    schemaVersion: 2,
    earlier: { 1: { shape: { label: z.string() }, upgrade } },
  }) {}
  await registry.register(new One({ title: "a" }));
  await registry.register(new Same({ title: "b" }));
  await expect(registry.register(new Other({ title: "c" }))).rejects.toMatchObject({
    code: "duplicate_type",
  });
});

test("a class that only an earlier shape reaches is known, so that old trees load", async () => {
  const { book, registry } = await aStoredBook();
  class Short extends defineEntity(
    "Book",
    { title: z.string() },
    {
      schemaVersion: 2,
      earlier: { 1: { shape: shapeV1, upgrade: ({ title }) => ({ title }) } },
    },
  ) {}
  expect((await registry.getOrThrow(Short, book.ecsId)).title).toBe("War and Peace");
});

test("a changed byte of an older version is found before its upgrade sees it (R:S26)", async () => {
  const { book, storage } = await aStoredBook();
  const damaged = changedStorage(storage, (snapshot) =>
    snapshot.ecsId === book.ecsId ? withField(snapshot, "title", { json: "Peace" }) : snapshot,
  );
  const registry = new EntityRegistry({ storage: damaged });
  await expect(registry.get(BookV3, book.ecsId)).rejects.toMatchObject({ kind: "corrupt" });
});
