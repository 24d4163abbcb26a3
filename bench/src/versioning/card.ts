import { defineEntity, list, ref } from "@minference/ecs";
import { z } from "zod";

/** What a card refers to. */
export class Person extends defineEntity("Person", { name: z.string() }) {}

/** What a card lists. */
export class Part extends defineEntity("Part", { name: z.string() }) {}

/** The entity of the figures for one entity: three scalars, one ref, one list. */
export class Card extends defineEntity("Card", {
  title: z.string(),
  amount: z.number(),
  isDone: z.boolean(),
  owner: ref(() => Person),
  parts: list(() => Part),
}) {}

/** Holds cards, so that they are stored as parts. */
export class Deck extends defineEntity("Deck", { cards: list(() => Card) }) {}

/** The same fields in a plain class. */
export class PlainCard {
  readonly title: string;
  readonly amount: number;
  readonly isDone: boolean;
  readonly owner: object;
  readonly parts: readonly object[];

  constructor(fields: PlainCard) {
    this.title = fields.title;
    this.amount = fields.amount;
    this.isDone = fields.isDone;
    this.owner = fields.owner;
    this.parts = fields.parts;
  }
}

/** The same fields as Zod validates them. */
export const cardSchema = z.object({
  title: z.string(),
  amount: z.number(),
  isDone: z.boolean(),
  owner: z.instanceof(Person),
  parts: z.array(z.instanceof(Part)),
});

/** Fields of the card with a number, as its constructor takes them. */
export function cardFields(
  index: number,
  held: { readonly owner: Person; readonly parts: readonly Part[] },
): {
  readonly title: string;
  readonly amount: number;
  readonly isDone: boolean;
  readonly owner: Person;
  readonly parts: readonly Part[];
} {
  return { title: `card ${index}`, amount: index, isDone: index % 2 === 0, ...held };
}
