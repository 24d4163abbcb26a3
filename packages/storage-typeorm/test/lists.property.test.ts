import { expect, test } from "@jest/globals";
import type { EcsId } from "@minference/protocol";
import type { EntityStorage, WrittenSnapshot } from "@minference/storage";
import fc from "fast-check";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { booksOf, shelfMappings, ShelfWriter } from "./support/shelf.ts";

/** One version: numbers are taken modulo what is there. */
interface Step {
  /** Which earlier version it starts from; null: from nothing. */
  readonly from: number | null;
  readonly keep: number;
  readonly put: readonly (readonly [number, number])[];
  readonly append: readonly number[];
  /** Whether it is stored together with the version before it. */
  readonly isJoined: boolean;
}

const bookCount = 40;
const nat = fc.nat(1000);
const step: fc.Arbitrary<Step> = fc.record({
  from: fc.option(nat, { freq: 12 }),
  // most versions keep all, as appending does
  keep: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, nat),
  put: fc.array(fc.tuple(nat, nat), { maxLength: 3 }),
  append: fc.array(nat, { maxLength: 6 }),
  isJoined: fc.boolean(),
});

/** A version with the list that a plain array says it has. */
interface Planned {
  readonly version: WrittenSnapshot;
  readonly items: readonly EcsId[];
}

function plan(
  step: Step,
  before: readonly Planned[],
  { writer, books }: { readonly writer: ShelfWriter; readonly books: readonly EcsId[] },
): Planned {
  const start = step.from === null ? undefined : before[step.from % Math.max(1, before.length)];
  const items = start?.items ?? [];
  const keep = step.keep === -1 ? items.length : step.keep % (items.length + 1);
  const at = (index: number): EcsId => books[index % books.length] ?? writer.id();
  const positions = new Map(
    step.put.map(([position, book]) => [position % Math.max(1, keep), book]),
  );
  const put = [...positions]
    .filter(([position]) => position < keep)
    .sort(([one], [other]) => one - other)
    .map(([position, book]): [number, EcsId] => [position, at(book)]);
  const append = step.append.map(at);
  const kept = items.slice(0, keep);
  for (const [position, item] of put) kept[position] = item;
  return {
    version: writer.shelf({ from: start?.version.ecsId ?? null, keep, put, append }),
    items: [...kept, ...append],
  };
}

async function storeAll(
  storage: EntityStorage,
  steps: readonly Step[],
): Promise<readonly Planned[]> {
  const writer = new ShelfWriter(storage);
  const books = await writer.books(bookCount);
  const planned: Planned[] = [];
  let batch: WrittenSnapshot[] = [];
  for (const each of steps) {
    const next = plan(each, planned, { writer, books });
    planned.push(next);
    // the start of a list may come behind it in a batch
    batch = [next.version, ...batch];
    if (each.isJoined) continue;
    await writer.commit(batch);
    batch = [];
  }
  if (batch.length > 0) await writer.commit(batch);
  return planned;
}

test("lists in segments are what plain arrays would be, whatever they start from (L8, L9)", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60 }), async (steps) => {
      await using storage = await openSqliteStorage({ path: ":memory:", mappings: shelfMappings });
      for (const { version, items } of await storeAll(storage, steps)) {
        expect(await booksOf(storage, version.ecsId)).toEqual(items);
      }
    }),
    { numRuns: 60 },
  );
});
