/** A field that holds one sub-entity. */
export class RefField<C, Nullable extends boolean = boolean> {
  readonly kind = "ref";
  readonly of: () => C;
  readonly isNullable: Nullable;

  constructor(of: () => C, isNullable: Nullable) {
    this.of = of;
    this.isNullable = isNullable;
  }

  /** The same field, which may also hold null, its default then. */
  nullable(): RefField<C, true> {
    return new RefField(this.of, true);
  }
}

/**
 * A field that holds one sub-entity of a class, or of one of a list of classes.
 *
 * A class that reaches itself names the type: `ref((): EntityClass<Node> => Node)`.
 */
export function ref<C>(of: () => C): RefField<C, false> {
  return new RefField(of, false);
}
