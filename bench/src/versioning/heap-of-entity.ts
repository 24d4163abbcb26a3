import { EntityRegistry } from "@minference/ecs";
import { openMemoryStorage } from "@minference/storage-memory";
import { shown, type Figure } from "../report/figure.ts";
import { Card, cardFields, Deck, Part, Person, PlainCard } from "./card.ts";

const made = 20_000;

/** Heap that one entity takes, beside a plain object of the same fields; what it holds is counted apart. */
export async function heapFigures(): Promise<readonly Figure[]> {
  const held = Array.from({ length: made }, (_, index) => ({
    owner: new Person({ name: `person ${index}` }),
    parts: [new Part({ name: `part ${index}` })],
  }));
  const registry = new EntityRegistry({ storage: await openMemoryStorage() });
  const fields = held.map((each, index) => cardFields(index, each));
  const plain = await bytesOf(() => fields.map((each) => new PlainCard(each)));
  const cards: Card[] = [];
  const constructed = await bytesOf(() => {
    cards.push(...fields.map((each) => new Card(each)));
    return cards;
  });
  await registry.registerAll(held.flatMap(({ owner, parts }) => [owner, ...parts]));
  const stored = await bytesOf(() => registry.register(new Deck({ cards })));
  const ids = cards.map((card) => card.ecsId);
  const loaded = await bytesOf(() => registry.getMany(Card, ids));
  const figure = (name: string, bytes: number, what: string): Figure =>
    shown({
      name: `heap.${name}`,
      value: bytes / plain,
      unit: "x plain object",
      detail: `${bytes.toFixed(0)} bytes ${what}`,
    });
  return [
    figure("plain object", plain, "of its own, texts not counted"),
    figure("constructed", constructed, "an entity"),
    figure("stored", stored, "more when it is stored in memory: base, version and the stored row"),
    figure("loaded", loaded, "a second warm copy, with the two entities that it holds"),
  ];
}

/** Bytes that the heap has more, for each one, while what `make` gives is held. */
async function bytesOf(make: () => unknown): Promise<number> {
  const before = settledHeap();
  const kept = [await make()];
  const after = settledHeap();
  return kept.length * ((after - before) / made);
}

function settledHeap(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
