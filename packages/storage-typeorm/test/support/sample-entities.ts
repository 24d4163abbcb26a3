import { defineEntity, dict, id, json, list, now, ref, type EntityClass } from "@minference/ecs";
import { z } from "zod";
import { mapEntity, type EntityMapping } from "@minference/storage-typeorm";

/** One kind of field each, nothing left out. */
export class Sample extends defineEntity("Sample", {
  text: z.string(),
  optionalText: z.string().nullable().default(null),
  count: z.int(),
  optionalCount: z.int().nullable().default(null),
  ratio: z.number(),
  isOpen: z.boolean(),
  color: z.enum(["red", "it's green"]),
  at: z.date(),
  noticedAt: now(),
  owner: z.uuid(),
  optionalOwner: z.uuid().nullable().default(null),
  basketId: id("Basket").nullable(),
  data: json(),
  optionalData: json().nullable(),
}) {}

/** Something that lies in baskets. */
export class Fruit extends defineEntity("Fruit", { name: z.string() }) {}

/** A kind of fruit that no mapping names. */
export class Apple extends defineEntity("Apple", { sort: z.string() }, { extends: Fruit }) {}

/** Lists, refs and dicts, to itself too. */
export class Basket extends defineEntity("Basket", {
  name: z.string().default(""),
  fruits: list(() => Fruit),
  best: ref(() => Fruit).nullable(),
  byName: dict(() => Fruit),
  inside: ref((): EntityClass => Basket).nullable(),
}) {}

/** Two classes of one table. */
export class Circle extends defineEntity("Circle", { label: z.string(), radius: z.number() }) {}
export class Square extends defineEntity("Square", {
  label: z.string(),
  side: z.number(),
  colors: json(),
}) {}

/** Refs and lists whose items lie in several tables. */
export class Drawing extends defineEntity("Drawing", {
  first: ref(() => [Circle, Fruit]),
  parts: list(() => [Circle, Square, Fruit]),
}) {}

/** Where they all lie. */
export const mappings: readonly EntityMapping[] = [
  mapEntity(Sample, { table: "sample" }),
  mapEntity(Fruit, { table: "fruit" }),
  mapEntity(Basket, { table: "basket" }),
  mapEntity([Circle, Square], { table: "shape", typeNames: { Circle: "round" } }),
  mapEntity(Drawing, { table: "drawing" }),
];
