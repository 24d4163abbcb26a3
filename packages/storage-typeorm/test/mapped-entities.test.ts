import { describe, expect, test } from "@jest/globals";
import { EntityRegistry, type Where } from "@minference/ecs";
import { parseEcsId, type EcsId } from "@minference/protocol";
import { mapEntity, openSqliteStorage } from "@minference/storage-typeorm";
import {
  Apple,
  Basket,
  Circle,
  Drawing,
  Fruit,
  mappings,
  Sample,
  Square,
} from "./support/sample-entities.ts";
import { rowCount, withPlainDatabase } from "./support/plain-database.ts";
import { tempFolder } from "./support/temp-folder.ts";

const types = [Apple, Basket, Circle, Drawing, Fruit, Sample, Square];
const uuid = "0198c0de-0000-7000-8000-00000000abcd";
const upperUuid = "0198C0DE-0000-7000-8000-00000000ABCD";

function anId(): EcsId {
  const id = parseEcsId(uuid);
  if (id === null) throw new Error("no id");
  return id;
}

/** What `store` registers in one process is what `read` gets in another. */
async function reopened<T>(
  file: string,
  store: (registry: EntityRegistry) => Promise<EcsId>,
  read: (registry: EntityRegistry, id: EcsId) => Promise<T>,
): Promise<T> {
  let id: EcsId;
  {
    await using storage = await openSqliteStorage({ path: file, mappings });
    id = await store(new EntityRegistry({ storage, types }));
  }
  await using storage = await openSqliteStorage({ path: file, mappings });
  return await read(new EntityRegistry({ storage, types }), id);
}

const common = {
  text: "ünï\0code 🦀",
  count: 3,
  ratio: 0.1,
  isOpen: true,
  color: "red",
  at: new Date("2024-02-29T12:00:00.123Z"),
  owner: uuid,
  data: { b: 1, a: [true, null, "\ud800"], "": { __proto: 1 } },
} as const;

describe("each field of a mapped entity comes back as it was stored (D04)", () => {
  const values: readonly (readonly [string, object])[] = [
    ["text with a NUL, an emoji and accents", { text: "\0🦀é" }],
    ["an empty text", { text: "" }],
    ["text that looks like SQL", { text: `'); DROP TABLE sample; --` }],
    ["a text that may be null", { optionalText: "x" }],
    ["the greatest exact integer", { count: Number.MAX_SAFE_INTEGER }],
    ["a negative integer", { count: -5, optionalCount: 0 }],
    ["the smallest number", { ratio: Number.MIN_VALUE }],
    ["the greatest number", { ratio: -Number.MAX_VALUE }],
    ["a whole number in a field of numbers", { ratio: 7 }],
    ["false", { isOpen: false }],
    ["an enum value with a quote", { color: "it's green" }],
    ["an instant before 1970", { at: new Date("0001-01-01T00:00:00.001Z") }],
    ["the last instant", { at: new Date(8.64e15) }],
    ["a uuid in upper case", { owner: upperUuid, optionalOwner: upperUuid }],
    ["a uuid in lower case", { optionalOwner: uuid }],
    ["the id of a version", { basketId: anId() }],
    ["a JSON null", { data: null }],
    ["a JSON text", { data: "null" }],
    ["a nested JSON value", { optionalData: [{ z: 1, a: { y: [], x: {} } }] }],
    ["JSON with hostile keys", { data: JSON.parse('{"__proto__":{"x":1},"constructor":2,"1":3}') }],
  ];
  for (const [what, changes] of values) {
    test(what, async () => {
      using folder = tempFolder();
      const sample = new Sample({ ...common, ...changes });
      const before = JSON.stringify(sample.dump());
      const after = await reopened(
        folder.file("a.db"),
        async (registry) => (await registry.register(sample)).ecsId,
        async (registry, id) => JSON.stringify((await registry.getOrThrow(Sample, id)).dump()),
      );
      expect(after).toBe(before);
      expect(rowCount(folder.file("a.db"), "entity")).toBe(0);
    });
  }
});

test("refs, lists, dicts and circles of mapped entities come back (V8)", async () => {
  using folder = tempFolder();
  const [pear, plum] = [new Fruit({ name: "pear" }), new Fruit({ name: "plum" })];
  const basket = new Basket({
    fruits: [pear, plum, pear],
    best: plum,
    byName: { p: pear, q: plum },
  });
  basket.inside = basket;
  const read = await reopened(
    folder.file("a.db"),
    async (registry) => (await registry.register(basket)).ecsId,
    (registry, id) => registry.getOrThrow(Basket, id),
  );
  expect(read.fruits.map(({ name }) => name)).toEqual(["pear", "plum", "pear"]);
  expect(read.fruits[0]).toBe(read.fruits[2]);
  expect(read.best).toBe(read.fruits[1]);
  expect(Object.entries(read.byName).map(([key, { name }]) => [key, name])).toEqual([
    ["p", "pear"],
    ["q", "plum"],
  ]);
  expect(read.inside).toBe(read);
});

test("several classes lie in one table, the columns of the others null", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  const circle = new Circle({ label: "c", radius: 2 });
  const square = new Square({ label: "s", side: 3, colors: ["red"] });
  const drawing = new Drawing({
    first: circle,
    parts: [square, circle, new Fruit({ name: "fig" })],
  });
  const read = await reopened(
    file,
    async (registry) => (await registry.register(drawing)).ecsId,
    (registry, id) => registry.getOrThrow(Drawing, id),
  );
  expect(read.parts.map(({ entityType }) => entityType)).toEqual(["Square", "Circle", "Fruit"]);
  expect(read.first).toBe(read.parts[1]);
  const rows = withPlainDatabase(file, (database) =>
    database.prepare("SELECT type, radius, side, colors FROM shape ORDER BY type").raw().all(),
  );
  expect(rows).toEqual([
    ["Square", null, 3, '["red"]'],
    ["round", 2, null, null],
  ]);
  withPlainDatabase(file, (database) => {
    expect(() => database.exec("UPDATE shape SET side = 1 WHERE type = 'round'")).toThrow("CHECK");
    expect(() => database.exec("UPDATE shape SET side = NULL WHERE side = 3")).toThrow("CHECK");
  });
});

test("a subclass that no mapping names goes whole to entity, and is found by its base", async () => {
  using folder = tempFolder();
  const apple = new Apple({ name: "apple", sort: "Boskoop" });
  const basket = new Basket({ fruits: [new Fruit({ name: "pear" }), apple], best: apple });
  await reopened(
    folder.file("a.db"),
    async (registry) => (await registry.register(basket)).ecsId,
    async (registry, id) => {
      const read = await registry.getOrThrow(Basket, id);
      expect(read.best?.entityType).toBe("Apple");
      expect(read.fruits[1]).toBe(read.best);
      const found = await registry.listByType(Fruit);
      expect(found.map(({ name }) => name).sort()).toEqual(["apple", "pear"]);
    },
  );
  expect(rowCount(folder.file("a.db"), "entity")).toBe(1);
});

test("an unmapped entity points to mapped ones and back (D30)", async () => {
  using folder = tempFolder();
  const onlyBasket = [mapEntity(Basket, { table: "basket" })];
  const basket = new Basket({
    fruits: [new Fruit({ name: "fig" })],
    best: new Fruit({ name: "kiwi" }),
  });
  {
    await using storage = await openSqliteStorage({
      path: folder.file("a.db"),
      mappings: onlyBasket,
    });
    await new EntityRegistry({ storage }).register(basket);
  }
  await using storage = await openSqliteStorage({
    path: folder.file("a.db"),
    mappings: onlyBasket,
  });
  const read = await new EntityRegistry({ storage }).getOrThrow(Basket, basket.ecsId);
  expect(read.fruits[0]?.name).toBe("fig");
  expect(read.best?.name).toBe("kiwi");
  expect(rowCount(folder.file("a.db"), "entity")).toBe(2);
});

test("a copy shares its list with the one that it was copied from", async () => {
  using folder = tempFolder();
  const file = folder.file("a.db");
  await using storage = await openSqliteStorage({ path: file, mappings });
  const registry = new EntityRegistry({ storage });
  const fruits = Array.from({ length: 100 }, (_, index) => new Fruit({ name: `${index}` }));
  const basket = await registry.register(new Basket({ fruits }));
  const copy = basket.copy({ name: "copy" });
  copy.append("fruits", new Fruit({ name: "new" }));
  await registry.register(copy);
  expect(rowCount(file, "basket_fruit")).toBe(101);
  basket.append("fruits", new Fruit({ name: "other" }));
  await registry.register(basket);
  const fresh = new EntityRegistry({ storage });
  expect((await fresh.getOrThrow(Basket, copy.ecsId)).fruits.at(-1)?.name).toBe("new");
  expect((await fresh.getOrThrow(Basket, basket.ecsId)).fruits.at(-1)?.name).toBe("other");
});

test("scalar fields filter the versions that are listed, of each table alike (L21)", async () => {
  using folder = tempFolder();
  await using storage = await openSqliteStorage({ path: folder.file("a.db"), mappings });
  const registry = new EntityRegistry({ storage });
  const wanted = new Sample({ ...common, count: 1, isOpen: false, owner: upperUuid });
  await registry.registerAll([wanted, new Sample({ ...common, count: 2 })]);
  const { at } = common;
  const filters: readonly Where<Sample>[] = [
    { count: 1 },
    { isOpen: false },
    { owner: upperUuid },
    { count: 1, color: "red", at },
  ];
  for (const where of filters) {
    const found = await registry.listByType(Sample, { where });
    expect(found.map(({ ecsId }) => ecsId)).toEqual([wanted.ecsId]);
  }
  for (const where of [{ optionalText: null }, { ratio: 0.1 }, { text: common.text }]) {
    expect(await registry.listByType(Sample, { where })).toHaveLength(2);
  }
  const none = [{ count: "1" }, { isOpen: 0 }, { nothing: 1 }, { data: {} }, { at: "yesterday" }];
  for (const where of none) {
    const filter = { types: ["Sample"], versions: "all", where } as const;
    expect(await storage.readRows(filter, { limit: 10, before: null })).toEqual([]);
  }
});
