import type { EcsId } from "@minference/protocol";
import type { EditParts } from "./author.ts";

/** A whole number from 0 to below `limit`. */
export type Chance = (limit: number) => number;

/** Numbers that are the same in every run (the generator of Numerical Recipes, modulo 2³²). */
export function chanceFrom(seed: number): Chance {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** An edit of a list: half of them appends, the others cuts and replacements too. */
export function randomEdit(
  start: readonly EcsId[],
  items: readonly EcsId[],
  chance: Chance,
): EditParts {
  const append = items.slice(0, chance(4));
  if (chance(2) === 0) return { append };
  const keep = chance(start.length + 1);
  const put: [number, EcsId][] = [];
  for (let position = chance(9); position < keep; position += 1 + chance(9)) {
    const item = items[chance(items.length)];
    if (item !== undefined) put.push([position, item]);
  }
  return { keep, put: put.slice(0, 3), append };
}
