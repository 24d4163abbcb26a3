import { setImmediate } from "node:timers/promises";
import { shown, type Figure } from "../report/figure.ts";
import { median } from "../report/median.ts";
import { Card, cardFields, cardSchema, Part, Person, PlainCard } from "./card.ts";

const made = 10_000;
const rounds = { warmUp: 5, counted: 21 };

type Fields = ReturnType<typeof cardFields>;

/** Constructing one entity beside a plain class and a validated plain object of the same fields. */
export async function constructFigures(): Promise<readonly Figure[]> {
  const fields = Array.from({ length: made }, (_, index) =>
    cardFields(index, {
      owner: new Person({ name: `person ${index}` }),
      parts: [new Part({ name: `part ${index}` })],
    }),
  );
  const makers: ReadonlyMap<string, (each: Fields) => object> = new Map([
    ["plain class", (each: Fields) => new PlainCard(each)],
    ["zod object", (each: Fields) => cardSchema.parse(each)],
    ["minference", (each: Fields) => new Card(each)],
  ]);
  const ns = await mediansOf(makers, fields);
  const plain = ns.get("plain class") ?? Number.NaN;
  return [...ns].map(([name, value]) =>
    shown({
      name: `construct.${name}`,
      value: value / plain,
      unit: "x plain class",
      detail: `${value.toFixed(0)} ns`,
    }),
  );
}

/** Median nanoseconds of one, by maker; each makes all in turn, round after round. */
async function mediansOf(
  makers: ReadonlyMap<string, (each: Fields) => object>,
  fields: readonly Fields[],
): Promise<ReadonlyMap<string, number>> {
  const samples = new Map([...makers.keys()].map((name): [string, number[]] => [name, []]));
  for (let round = 0; round < rounds.warmUp + rounds.counted; round += 1) {
    for (const [name, make] of makers) {
      // what a WeakRef was made for stays in memory until the turn of the event loop ends
      await setImmediate();
      const kept = new Array<object>(fields.length);
      globalThis.gc?.();
      const start = performance.now();
      for (const [index, each] of fields.entries()) kept[index] = make(each);
      const ns = ((performance.now() - start) * 1e6) / kept.length;
      if (round >= rounds.warmUp) samples.get(name)?.push(ns);
    }
  }
  return new Map([...samples].map(([name, times]) => [name, median(times)]));
}
