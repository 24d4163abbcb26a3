/** A field that names a version of an entity and is not followed. */
export class IdField<Nullable extends boolean = boolean> {
  readonly kind = "id";
  /** Type name of the entity that it names. */
  readonly of: string;
  readonly isNullable: Nullable;

  constructor(of: string, isNullable: Nullable) {
    this.of = of;
    this.isNullable = isNullable;
  }

  /** The same field, which may also hold null, its default then. */
  nullable(): IdField<true> {
    return new IdField(this.of, true);
  }
}

/** A field that names a version of the type `of` but is not followed: no loading, no new version. */
export function id(of: string): IdField<false> {
  return new IdField(of, false);
}
