// boundary: a list rule is typed by its classes, and asked with items that were checked to be of them
import type { EntityOf } from "./entity-class.ts";

/** What is wrong with a field's value: where, what, and what to do. */
export interface BrokenRule {
  readonly path: string;
  /** A sentence without its full stop. */
  readonly problem: string;
  readonly remedy?: string;
}

/** A rule over all items of a list: what is wrong, or null. It is asked at each write of the list. */
export type ListRule = (items: readonly object[]) => BrokenRule | null;

/** A field that holds sub-entities in order, duplicates allowed. */
export class ListField<C> {
  readonly kind = "list";
  readonly of: () => C;
  readonly rule: ListRule | null;

  constructor(of: () => C, rule: ListRule | null) {
    this.of = of;
    this.rule = rule;
  }
}

/**
 * A field that holds sub-entities of a class, or of a list of classes, in order; empty by default.
 *
 * A `rule` sees all items at each write, so a list with one costs O(items) per append.
 */
export function list<C>(
  of: () => C,
  options: { readonly rule?: (items: readonly EntityOf<C>[]) => BrokenRule | null } = {},
): ListField<C> {
  const { rule } = options;
  // the items were checked to be of the field's classes before the rule is asked
  return new ListField(
    of,
    rule === undefined ? null : (items) => rule(items as readonly EntityOf<C>[]),
  );
}
