import type { EcsId, LineageId } from "@minference/protocol";
import { z } from "zod";
import { defineEntity } from "../entity/define-entity.ts";
import type { Entity } from "../entity/entity.ts";
import type { EntityRegistry } from "../registry/entity-registry.ts";
import { list } from "../shape/list.ts";
import { ref } from "../shape/ref.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

class Animal extends defineEntity("Animal", {
  name: z.string(),
  legs: z.number().int().default(4),
  bornAt: z.date().nullable().default(null),
}) {}
class Dog extends defineEntity("Dog", { tricks: z.number().int() }, { extends: Animal }) {}
class Home extends defineEntity("Home", { pet: ref(() => Animal), all: list(() => Animal) }) {}

declare const registry: EntityRegistry;
declare const version: EcsId;
declare const lineage: LineageId;
declare const dog: Dog;
declare const home: Home;

const found = registry.get(Dog, version);
const certain = registry.getOrThrow(Dog, version);
const many = registry.getMany(Animal, [version]);
const page = registry.listByType(Animal, {
  limit: 10,
  before: version,
  versions: "main",
  where: { name: "Rex", legs: 4, bornAt: null },
});
const registered = registry.register(dog);
const both = registry.registerAll<Entity>([dog, home]);

/** Each of these types is exactly the one beside it (D28). */
export const proofs: readonly [
  Equal<Awaited<typeof found>, Dog | null>,
  Equal<Awaited<typeof certain>, Dog>,
  Equal<null extends Awaited<typeof certain> ? true : false, false>,
  Equal<Awaited<typeof many>, readonly (Animal | null)[]>,
  Equal<Awaited<typeof page>, readonly Animal[]>,
  Equal<Awaited<typeof registered>, Dog>,
  Equal<Awaited<typeof both>, readonly Entity[]>,
] = [true, true, true, true, true, true, true];

// @ts-expect-error what may be absent is checked before it is used
void found.then((maybe) => maybe.tricks);
// @ts-expect-error the class decides what is given back: an Animal is no Dog
export const trained: Promise<Dog> = registry.getOrThrow(Animal, version);

// @ts-expect-error a lineage id names no version
void registry.get(Dog, lineage);
// @ts-expect-error nor in getOrThrow
void registry.getOrThrow(Dog, lineage);
// @ts-expect-error nor among several
void registry.getMany(Dog, [version, lineage]);
// @ts-expect-error nor for a cold snapshot
void registry.getColdSnapshot(lineage);
// @ts-expect-error text is no id until it is parsed
void registry.get(Dog, "0198c0de-0000-7000-8000-000000000000");
// @ts-expect-error a version id names no lineage
void registry.lineage(version);
// @ts-expect-error nor for the refs of one
void registry.refs(version);
// @ts-expect-error head takes the lineage, not one of its versions
void registry.head(Dog, version);
// @ts-expect-error what is asked for is a class, not an entity
void registry.get(dog, version);
// @ts-expect-error nor a class that defineEntity did not make
void registry.get(Date, version);
// @ts-expect-error only entities are registered
void registry.register({ name: "Rex" });

// @ts-expect-error where compares with values of the field's own type
void registry.listByType(Animal, { where: { legs: "4" } });
// @ts-expect-error where takes fields of the type
void registry.listByType(Animal, { where: { tricks: 1 } });
// @ts-expect-error sub-entities are not compared
void registry.listByType(Home, { where: { pet: dog } });
// @ts-expect-error nor lists of them
void registry.listByType(Home, { where: { all: [] } });
// @ts-expect-error versions are all, or the tips of main
void registry.listByType(Animal, { versions: "latest" });

void registry.erase({ ecsIds: [version] }, { reason: "asked for" });
void registry.erase({ lineageId: lineage }, { reason: "asked for" });
// @ts-expect-error every erasure says why
void registry.erase({ ecsIds: [version] }, {});
// @ts-expect-error versions are named by version ids
void registry.erase({ ecsIds: [lineage] }, { reason: "asked for" });
// @ts-expect-error a thing is named by its lineage
void registry.erase({ lineageId: version }, { reason: "asked for" });
// @ts-expect-error nothing is named
void registry.erase({}, { reason: "asked for" });
// @ts-expect-error clear is confirmed in so many words
void registry.clear({ confirm: false });
