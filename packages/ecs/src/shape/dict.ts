/** Most entries of one dict field. */
export const maxDictEntries = 1000;

/** A field that holds sub-entities by string keys. */
export class DictField<C> {
  readonly kind = "dict";
  readonly of: () => C;

  constructor(of: () => C) {
    this.of = of;
  }
}

/** A field that holds up to 1,000 sub-entities of a class, or of a list of classes, by string keys. */
export function dict<C>(of: () => C): DictField<C> {
  return new DictField(of);
}
