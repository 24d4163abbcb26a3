import { defineEntity, dict, id, json, list, ref, type EntityClass } from "@minference/ecs";
import { z } from "zod";

/** An entity with each kind of field, all of them to its own type, so that any graph can be made of it. */
export class Knot extends defineEntity("Knot", {
  label: z.string(),
  note: z.string().nullable().default(null),
  at: z.date().nullable().default(null),
  data: json().nullable(),
  /** Names a version and is not followed. */
  about: id("Knot").nullable(),
  next: ref((): EntityClass<Knot> => Knot).nullable(),
  kids: list((): EntityClass<Knot> => Knot),
  named: dict((): EntityClass<Knot> => Knot),
}) {}

/** What a knot holds directly, in the order of its fields. */
export function held(knot: Knot): readonly Knot[] {
  const next = knot.next === null ? [] : [knot.next];
  return [...next, ...knot.kids, ...Object.values(knot.named)];
}

/** Every knot that is reached from `root`, itself included, in the order in which they are met. */
export function reached(root: Knot): readonly Knot[] {
  const met = new Set([root]);
  for (const knot of met) for (const child of held(knot)) met.add(child);
  return [...met];
}

/** The graph below a knot as text, each knot by its number in the order in which they are met: equal for isomorphic ones. */
export function shapeOf(root: Knot): string {
  const all = reached(root);
  const number = (knot: Knot | null): number => (knot === null ? -1 : all.indexOf(knot));
  const lines = all.map((knot) => {
    const named = Object.entries(knot.named).map(([key, child]) => `${key}:${number(child)}`);
    const kids = knot.kids.map(number);
    return `${knot.label} ${number(knot.next)} [${kids.join()}] {${named.join()}}`;
  });
  return lines.join("\n");
}

/** The knots below `root` from which one of `changed` is reached, those themselves included. */
export function reaching(root: Knot, changed: ReadonlySet<Knot>): ReadonlySet<Knot> {
  const found = reached(root).filter((knot) => reached(knot).some((each) => changed.has(each)));
  return new Set(found);
}
