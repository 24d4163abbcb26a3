import { expect, test } from "@jest/globals";
import { defineEntity, Entity, EntityRegistry, ref } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";
import { untyped } from "./untyped.ts";

class Animal extends defineEntity("Animal", {
  name: z.string(),
  legs: z.number().int().default(4),
  bornAt: z.date().nullable().default(null),
}) {}
class Dog extends defineEntity(
  "Dog",
  { tricks: z.number().int().default(0) },
  { extends: Animal },
) {}
class Home extends defineEntity("Home", { pet: ref(() => Animal) }) {}

async function aRegistry() {
  const storage = await openMemoryStorage();
  return { storage, registry: new EntityRegistry({ storage, types: [Animal, Dog] }) };
}

test("get gives exactly that version, and null for another type or an unknown id (V4)", async () => {
  const { registry } = await aRegistry();
  const dog = await registry.register(new Dog({ name: "Rex" }));
  expect(await registry.get(Animal, dog.ecsId)).toBeInstanceOf(Dog);
  expect(await registry.get(Home, dog.ecsId)).toBeNull();
  expect(await registry.get(Animal, new Dog({ name: "x" }).ecsId)).toBeNull();
  await expect(registry.getOrThrow(Home, dog.ecsId)).rejects.toMatchObject({
    code: "entity_not_found",
  });
});

test("getMany keeps the order of the ids and gives null for missing ones (D43)", async () => {
  const { registry } = await aRegistry();
  const dogs = await registry.registerAll(["a", "b", "c"].map((name) => new Dog({ name })));
  const ids = [...dogs.map(({ ecsId }) => ecsId), new Dog({ name: "x" }).ecsId].reverse();
  const found = await registry.getMany(Dog, ids);
  expect(found.map((dog) => dog?.name ?? null)).toEqual([null, "c", "b", "a"]);
});

test("listByType pages newest first, with subclasses, tips of main and equal fields (C24)", async () => {
  const { registry } = await aRegistry();
  const dog = await registry.register(new Dog({ name: "Rex" }));
  const hen = await registry.register(new Animal({ name: "Hen", legs: 2, bornAt: new Date(5) }));
  dog.tricks = 1;
  await registry.register(dog);
  const names = async (...options: Parameters<typeof registry.listByType<Animal>>[1][]) =>
    (await registry.listByType(Animal, options[0])).map(({ name }) => name);
  expect(await names()).toEqual(["Rex", "Hen", "Rex"]);
  expect(await names({ versions: "main" })).toEqual(["Rex", "Hen"]);
  expect(await names({ where: { legs: 2, bornAt: new Date(5) } })).toEqual(["Hen"]);
  expect(await names({ limit: 1, before: hen.ecsId })).toEqual(["Rex"]);
  await expect(registry.listByType(Animal, { limit: 0 })).rejects.toMatchObject({
    kind: "invalid_request",
  });
});

test("a stored type that the registry does not know is named, and stays readable cold (R:S21)", async () => {
  const { registry, storage } = await aRegistry();
  const home = await registry.register(new Home({ pet: new Dog({ name: "Rex" }) }));
  const stranger = new EntityRegistry({ storage });
  await expect(stranger.get(Home, home.ecsId)).rejects.toMatchObject({
    code: "unknown_type",
    message: expect.stringContaining("types: [Dog]"),
  });
  expect((await stranger.getColdSnapshot(home.pet.ecsId))?.state["name"]).toEqual({ json: "Rex" });
});

test("two classes of one name are refused, the same class loaded twice is quiet (R:S19, R:S20)", async () => {
  const { registry } = await aRegistry();
  class Other extends defineEntity("Animal", { name: z.number() }) {}
  class Twin extends defineEntity("Home", { pet: ref(() => Animal) }) {}
  const home = await registry.register(new Home({ pet: new Animal({ name: "a" }) }));
  await expect(registry.register(new Other({ name: 1 }))).rejects.toMatchObject({
    code: "duplicate_type",
  });
  expect(await registry.get(Twin, home.ecsId)).toBeInstanceOf(Twin);
});

test("a class whose fields changed without a new schema version does not load old versions (G3)", async () => {
  const { storage, registry } = await aRegistry();
  const home = await registry.register(new Home({ pet: new Animal({ name: "a" }) }));
  class Renamed extends defineEntity("Home", { animal: ref(() => Animal) }) {}
  const later = new EntityRegistry({ storage });
  await expect(later.get(Renamed, home.ecsId)).rejects.toMatchObject({
    kind: "schema_drift",
    message: expect.stringMatching(/without animal; with pet/),
  });
});

test("getters of an entity are never called by the library (V6, D39)", async () => {
  const { registry } = await aRegistry();
  let calls = 0;
  class Watched extends defineEntity("Watched", { name: z.string() }) {
    get derived(): number {
      calls += 1;
      return calls;
    }
  }
  const watched = await registry.register(new Watched({ name: "a" }));
  watched.name = "b";
  await registry.register(watched);
  await registry.get(Watched, watched.ecsId);
  watched.toJSON();
  expect(calls).toBe(0);
});

test("an entity can be a key of a Map and a member of a Set (C02)", async () => {
  const { registry } = await aRegistry();
  const dog = await registry.register(new Dog({ name: "Rex" }));
  const again = await registry.getOrThrow(Dog, dog.ecsId);
  expect(new Set<Entity>([dog, again, dog]).size).toBe(2);
  expect([dog.equals(again), dog.equals(dog)]).toEqual([false, true]);
});

test("diff of two versions names the fields that differ (C09)", async () => {
  const { registry } = await aRegistry();
  const home = await registry.register(new Home({ pet: new Dog({ name: "Rex" }) }));
  const [before, pet] = [home.ecsId, home.pet.ecsId];
  home.pet.name = "Max";
  await registry.register(home);
  expect(await registry.diff(before, home.ecsId)).toEqual({
    pet: { kind: "child", before: pet, after: home.pet.ecsId },
  });
  expect(await registry.diff(pet, home.pet.ecsId)).toEqual({
    name: { kind: "modified", before: "Rex", after: "Max" },
  });
});

test("clear asks for a confirmation and then leaves nothing", async () => {
  const { registry } = await aRegistry();
  await registry.register(new Dog({ name: "Rex" }));
  await expect(untyped(registry)["clear"]?.({})).rejects.toMatchObject({
    kind: "invalid_request",
  });
  await registry.clear({ confirm: true });
  expect((await registry.status()).entityCount).toBe(0);
});
