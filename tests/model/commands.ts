import fc from "fast-check";
import type { CommitFate } from "@minference/storage/conformance";
import type { Demand } from "./version-model.ts";

/** One step of a history; entities are named by number. */
export type Command =
  | { readonly kind: "label"; readonly of: number; readonly label: string }
  | { readonly kind: "next"; readonly of: number; readonly to: number | null }
  | {
      readonly kind: "named";
      readonly of: number;
      readonly key: string;
      readonly to: number | null;
    }
  | { readonly kind: "append"; readonly of: number; readonly item: number }
  | { readonly kind: "replace"; readonly of: number; readonly at: number; readonly item: number }
  | { readonly kind: "assign"; readonly of: number; readonly items: readonly number[] }
  | {
      readonly kind: "register";
      readonly roots: readonly number[];
      readonly outcome: CommitFate;
      readonly demand: Demand;
    }
  /** Two registers, the second started before the first has ended, and a label changed in between. */
  | { readonly kind: "overlap"; readonly first: number; readonly second: number }
  /** Another writer moves `main`. */
  | { readonly kind: "rival"; readonly of: number };

/** A command that changes an entity. */
export type Edit = Extract<Command, { readonly of: number }> & {
  readonly kind: Exclude<Command["kind"], "rival">;
};

/** How many entities a history is about. */
export const entityCount = 6;

const one = fc.nat(entityCount - 1);
const maybeOne = fc.option(one);
const outcome = fc.oneof(
  { weight: 4, arbitrary: fc.constant<CommitFate>("stored") },
  {
    weight: 2,
    arbitrary: fc.constantFrom<CommitFate>("refused", "unknown, stored", "unknown, not stored"),
  },
);

const edits: readonly fc.WeightedArbitrary<Command>[] = [
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("label" as const),
      of: one,
      label: fc.constantFrom("x", "y"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("next" as const), of: one, to: maybeOne }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("named" as const),
      of: one,
      key: fc.constantFrom("k", "l"),
      to: maybeOne,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("append" as const), of: one, item: one }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("replace" as const),
      of: one,
      at: fc.nat(5),
      item: one,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("assign" as const),
      of: one,
      items: fc.array(one, { maxLength: 4 }),
    }),
  },
];

const writes: readonly fc.WeightedArbitrary<Command>[] = [
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("register" as const),
      roots: fc.uniqueArray(one, { minLength: 1, maxLength: 3 }),
      outcome,
      demand: fc.constantFrom<Demand>("any ref", "any ref", "head"),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("overlap" as const), first: one, second: one }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rival" as const), of: one }) },
];

/** Histories of up to 40 steps. */
export const histories: fc.Arbitrary<readonly Command[]> = fc.array(fc.oneof(...edits, ...writes), {
  minLength: 5,
  maxLength: 40,
});
