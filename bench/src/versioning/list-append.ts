import { defineEntity, EntityRegistry, list } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { produce } from "immer";
import { z } from "zod";
import { atMost, shown, type Figure } from "../report/figure.ts";
import { median } from "../report/median.ts";

class Item extends defineEntity("Item", { name: z.string() }) {}
class Shelf extends defineEntity("Shelf", { items: list(() => Item) }) {}

const short = 10;
const long = 100_000;
const manyRounds = { warmUp: 300, counted: 400 };
/** Of what copies the long list. */
const fewRounds = { warmUp: 10, counted: 30 };
/** P9: an append to the long list over one to the short list. */
const growthLimit = 1.5;

/** Writes of one kind to a list of each length, turn by turn. */
interface Kind {
  readonly name: string;
  readonly rounds: typeof manyRounds;
  /** Makes what writes to a list of a length. */
  readonly writer: (length: number) => () => Write;
}

/** One write, made ready outside the clock. */
interface Write {
  run(): unknown;
  /** What else it needs before the next one, outside the clock. */
  settle(): Promise<unknown>;
}

/** One item more, or another one, in a list of 10 and in one of 100,000 (P9). */
export async function listFigures(): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const kind of [...(await entityKinds()), ...peers]) {
    const growth = await growthOf(kind);
    figures.push(kind.name.startsWith("append") ? atMost(growthLimit, growth) : shown(growth));
  }
  return figures;
}

async function entityKinds(): Promise<readonly Kind[]> {
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const shelves = await storedShelves(registry);
  const kind = (
    name: string,
    rounds: typeof manyRounds,
    write: (shelf: Shelf, item: Item) => void,
  ): Kind => ({
    name,
    rounds,
    writer: (length) => () => {
      const [shelf, item] = [shelves.next(length), new Item({ name: "another" })];
      return {
        run: () => {
          write(shelf, item);
        },
        settle: () => registry.register(shelf),
      };
    },
  });
  return [
    kind("append", manyRounds, (shelf, item) => {
      shelf.append("items", item);
    }),
    kind("append + check + fork", manyRounds, (shelf, item) => {
      shelf.append("items", item);
      if (registry.isModified(shelf)) registry.fork(shelf);
    }),
    kind("replaceAt", fewRounds, (shelf, item) => {
      shelf.replaceAt("items", Math.floor(shelf.countOf("items") / 2), item);
    }),
  ];
}

const settled = (): Promise<void> => Promise.resolve();

const peers: readonly Kind[] = [
  {
    name: "spread + freeze",
    rounds: fewRounds,
    writer: (length) => {
      const kept = plainItems(length);
      const run = (): unknown => Object.freeze([...kept, Object.freeze({ name: "more" })]);
      return () => ({ run, settle: settled });
    },
  },
  {
    name: "immer push",
    rounds: fewRounds,
    writer: (length) => {
      const kept = produce({ items: plainItems(length) }, () => undefined);
      const run = (): unknown =>
        produce(kept, (draft) => {
          draft.items.push({ name: "more" });
        });
      return () => ({ run, settle: settled });
    },
  },
];

/**
 * Stored shelves. Each write to a short list meets another one, so that it stays short; the long one grows
 * by less than a hundredth.
 */
async function storedShelves(registry: EntityRegistry): Promise<{ next(length: number): Shelf }> {
  const longShelf = shelfOf(long);
  const shortShelves = Array.from({ length: 3 * (manyRounds.warmUp + manyRounds.counted) }, () =>
    shelfOf(short),
  );
  await registry.registerAll([longShelf, ...shortShelves]);
  return {
    next: (length) => (length === long ? longShelf : (shortShelves.pop() ?? shelfOf(short))),
  };
}

function shelfOf(length: number): Shelf {
  return new Shelf({
    items: Array.from({ length }, (_, index) => new Item({ name: `item ${index}` })),
  });
}

function plainItems(length: number): { name: string }[] {
  return Array.from({ length }, (_, index) => Object.freeze({ name: `item ${index}` }));
}

async function growthOf(kind: Kind): Promise<Pick<Figure, "name" | "value" | "unit" | "detail">> {
  const [shortUs, longUs] = await mediansOf(kind);
  return {
    name: `list.${kind.name}`,
    value: longUs / shortUs,
    unit: "x",
    detail: `${longUs.toFixed(2)} us at ${long} items over ${shortUs.toFixed(2)} us at ${short}`,
  };
}

/** Median microseconds of a write to the short list, and to the long one. */
async function mediansOf({ rounds, writer }: Kind): Promise<readonly [number, number]> {
  const [shortWriter, longWriter] = [writer(short), writer(long)];
  const samples: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds.warmUp + rounds.counted; round += 1) {
    const times: [number, number] = [await timed(shortWriter()), await timed(longWriter())];
    if (round < rounds.warmUp) continue;
    samples[0].push(times[0]);
    samples[1].push(times[1]);
  }
  return [median(samples[0]), median(samples[1])];
}

async function timed(write: Write): Promise<number> {
  const start = performance.now();
  write.run();
  const us = (performance.now() - start) * 1000;
  await write.settle();
  return us;
}
