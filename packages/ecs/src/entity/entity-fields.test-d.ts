import { z } from "zod";
import type { EntityClass } from "../shape/entity-class.ts";
import { dict } from "../shape/dict.ts";
import { id } from "../shape/id.ts";
import { json } from "../shape/json.ts";
import { list } from "../shape/list.ts";
import { ref } from "../shape/ref.ts";
import { defineEntity } from "./define-entity.ts";

type Equal<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

class Animal extends defineEntity("Animal", { name: z.string() }) {}
class Dog extends defineEntity("Dog", { tricks: z.number().int() }, { extends: Animal }) {}
class Plant extends defineEntity("Plant", { height: z.number() }) {}
class Garden extends defineEntity("Garden", {
  title: z.string(),
  size: z.number().default(1),
  climate: z.enum(["dry", "wet"]).default("dry"),
  plantedAt: z.date().nullable().default(null),
  keeper: ref(() => Animal),
  star: ref(() => [Animal, Plant]).nullable(),
  beds: list(() => Plant),
  dwellers: list(() => [Animal, Plant]),
  byName: dict(() => Plant),
  before: ref((): EntityClass<Garden> => Garden).nullable(),
  seed: id("Plant").nullable(),
  notes: json(z.object({ lines: z.array(z.string()), by: z.object({ name: z.string() }) })),
  free: json().nullable(),
}) {}

declare const garden: Garden;
declare const animal: Animal;
declare const dog: Dog;
declare const plant: Plant;

/** Each of these types is exactly the one beside it (D28). */
export const proofs: readonly [
  Equal<Garden["climate"], "dry" | "wet">,
  Equal<Garden["plantedAt"], Date | null>,
  Equal<Garden["star"], Animal | Plant | null>,
  Equal<Garden["byName"], Readonly<Record<string, Plant>>>,
  Equal<Garden["before"], Garden | null>,
  Equal<Garden["notes"]["by"]["name"], string>,
  Equal<ReturnType<Garden["copy"]>, Garden>,
  Equal<Dog["tricks"], number>,
] = [true, true, true, true, true, true, true, true];

// a union is told apart by its fields
if (garden.star !== null && "height" in garden.star) garden.star.height.toFixed();
// @ts-expect-error an entry of a dict may be absent
garden.byName["rose"].height;

// a subclass satisfies its base, in every kind of field
garden.keeper = dog;
garden.append("dwellers", dog, plant, animal);
new Garden({ title: "a", keeper: dog, notes: { lines: [], by: { name: "b" } } });

// @ts-expect-error a base class does not satisfy its subclass
export const wrongDog: Dog = animal;
// @ts-expect-error the field holds an Animal, a Plant is none
garden.keeper = plant;
// @ts-expect-error a ref without nullable() is never null
garden.keeper = null;
// @ts-expect-error each item must be of the field's classes
garden.beds = [plant, animal];
// @ts-expect-error each entry must be of the field's class
garden.byName = { rose: animal };
// @ts-expect-error none of the values of the enum
garden.climate = "mild";
// @ts-expect-error a date is a Date, not its text
garden.plantedAt = "2025-01-01";
// @ts-expect-error undefined is no value: null is
garden.plantedAt = undefined;
// @ts-expect-error an id field takes an id, not just any text
garden.seed = "0198c0de-0000-7000-8000-000000000000";
// @ts-expect-error JSON cannot hold a function
garden.free = () => 1;

// what changes a value in place does not compile
// @ts-expect-error a list is written by append, replaceAt or assignment
export const pushing = garden.beds.push;
// @ts-expect-error the items of a list cannot be replaced in the array
garden.beds[0] = plant;
// @ts-expect-error a list is not sorted in place
export const sorting = garden.beds.sort;
// @ts-expect-error a list is not shortened in place
garden.beds.length = 0;
// @ts-expect-error an entry of a dict cannot be set in place
garden.byName["rose"] = plant;
// @ts-expect-error an entry of a dict cannot be deleted in place
delete garden.byName["rose"];
// @ts-expect-error a property of a JSON value cannot be set in place
garden.notes.by = { name: "c" };
// @ts-expect-error nor one at any depth
garden.notes.by.name = "c";
// @ts-expect-error nor an array inside
export const pushingText = garden.notes.lines.push;

garden.append("beds", plant, plant);
garden.replaceAt("dwellers", 0, dog);
garden.itemAt("beds", -1)?.height.toFixed();

// @ts-expect-error there is no such field
garden.append("bed", plant);
// @ts-expect-error the field is no list
garden.append("keeper", animal);
// @ts-expect-error a dict is no list
garden.append("byName", plant);
// @ts-expect-error an Animal is no item of this list
garden.append("beds", animal);
// @ts-expect-error one wrong item among right ones is seen
garden.append("beds", plant, dog);
// @ts-expect-error an Animal is no item of this list
garden.replaceAt("beds", 0, animal);
// @ts-expect-error a position comes before the item
garden.replaceAt("beds", plant);
// @ts-expect-error the field is no list
garden.countOf("title");

garden.copy();
garden.copy({ title: "b", star: null, beds: [plant] }).climate;
dog.copy({ name: "Rex" }).tricks.toFixed();

// @ts-expect-error there is no such field
garden.copy({ colour: "red" });
// @ts-expect-error a copy's fields have the types of the fields
garden.copy({ size: "2" });
// @ts-expect-error a copy gets an id of its own
garden.copy({ ecsId: garden.ecsId });
// @ts-expect-error the versioning fields are the library's
garden.parentId = garden.ecsId;
// @ts-expect-error a required field is missing
new Garden({ keeper: animal, notes: { lines: [], by: { name: "b" } } });
// @ts-expect-error a required field of the base is missing
new Dog({ tricks: 1 });
