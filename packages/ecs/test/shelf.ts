import {
  defineEntity,
  dict,
  EntityRegistry,
  id,
  json,
  list,
  ref,
  type EntityClass,
} from "@minference/ecs";
import type { EntityStorage, WriteBatch } from "@minference/storage";
import { openMemoryStorage } from "@minference/storage-memory";
import { z } from "zod";

/** Something written, with a field of each plain kind. */
export class Book extends defineEntity("Book", {
  title: z.string().max(100),
  pages: z.number().int().min(0).default(1),
  price: z.number().nullable().default(null),
  printedAt: z.date().nullable().default(null),
  binding: z.enum(["paper", "cloth"]).default("paper"),
  notes: json().default(null),
  sequelOf: id("Book").nullable(),
}) {}

/** Holds books in each way, and other shelves. */
export class Shelf extends defineEntity(
  "Shelf",
  {
    label: z.string().default("shelf"),
    books: list(() => Book),
    best: ref(() => Book).nullable(),
    byCode: dict(() => Book),
    above: ref((): EntityClass<Shelf> => Shelf).nullable(),
  },
  {
    check: ({ label, above }) =>
      label === "floor" && above === null
        ? { path: "above", problem: "nothing stands on it" }
        : null,
  },
) {}

/** A registry on a new memory storage, with the batches that it was sent. */
export async function aShelfRegistry(
  types: readonly EntityClass<Shelf | Book>[] = [Shelf],
): Promise<{
  readonly storage: EntityStorage;
  readonly registry: EntityRegistry;
  readonly batches: readonly WriteBatch[];
}> {
  const storage = await openMemoryStorage();
  const batches: WriteBatch[] = [];
  const commit = storage.commit.bind(storage);
  storage.commit = (batch) => {
    batches.push(batch);
    return commit(batch);
  };
  return { storage, registry: new EntityRegistry({ storage, types }), batches };
}

/** A shelf with books in each of its fields. */
export function aShelf(books = 3): Shelf {
  const items = Array.from({ length: books }, (_, at) => new Book({ title: `book ${at}` }));
  const best = items[0] ?? null;
  return new Shelf({ books: items, best, byCode: best === null ? {} : { a1: best } });
}
