import type { EcsId } from "@minference/protocol";
import type { EntityStorage, WrittenSnapshot } from "@minference/storage";
import fc from "fast-check";
import { ShelfWriter } from "./shelf.ts";

/** One version: numbers are taken modulo what is there. */
export interface ListStep {
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
/** Any step. */
export const listStep: fc.Arbitrary<ListStep> = fc.record({
  from: fc.option(nat, { freq: 12 }),
  // most versions keep all, as appending does
  keep: fc.oneof({ weight: 3, arbitrary: fc.constant(-1) }, nat),
  put: fc.array(fc.tuple(nat, nat), { maxLength: 3 }),
  append: fc.array(nat, { maxLength: 6 }),
  isJoined: fc.boolean(),
});

/** A version with the list that a plain array says it has. */
export interface PlannedList {
  readonly version: WrittenSnapshot;
  readonly items: readonly EcsId[];
}

function plan(
  step: ListStep,
  before: readonly PlannedList[],
  { writer, books }: StepWorld,
): PlannedList {
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

/** What steps are stored with. */
export interface StepWorld {
  readonly storage: EntityStorage;
  readonly writer: ShelfWriter;
  readonly books: readonly EcsId[];
}

/** An empty storage with books to put on shelves. */
export async function aStepWorld(storage: EntityStorage): Promise<StepWorld> {
  const writer = new ShelfWriter(storage);
  return { storage, writer, books: await writer.books(bookCount) };
}

/** Stores a version for each step; they may start from those of `before` too. */
export async function storeSteps(
  world: StepWorld,
  steps: readonly ListStep[],
  before: readonly PlannedList[] = [],
): Promise<readonly PlannedList[]> {
  const planned: PlannedList[] = [];
  let batch: WrittenSnapshot[] = [];
  for (const each of steps) {
    const next = plan(each, [...before, ...planned], world);
    planned.push(next);
    // the start of a list may come behind it in a batch
    batch = [next.version, ...batch];
    if (each.isJoined) continue;
    await world.writer.commit(batch);
    batch = [];
  }
  if (batch.length > 0) await world.writer.commit(batch);
  return planned;
}
