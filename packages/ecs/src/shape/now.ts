/** A date field whose default is the time of its entity's clock. */
export class NowField {
  readonly kind = "now";
}

/** A date field that is the present instant, by the entity's clock, unless it is given. */
export function now(): NowField {
  return new NowField();
}
