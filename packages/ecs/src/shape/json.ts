import type { JsonValue } from "@minference/protocol";
import type { z } from "zod";

/** A field that holds a plain JSON value, frozen. */
export class JsonField<T, HasDefault extends boolean = boolean> {
  readonly kind = "json";
  readonly schema: z.ZodType<T> | null;
  readonly isNullable: boolean;
  readonly hasDefault: HasDefault;
  /** Gives the default afresh for each entity; not called when `hasDefault` is false. */
  readonly makeDefault: () => JsonValue;

  constructor(options: {
    readonly schema: z.ZodType<T> | null;
    readonly isNullable: boolean;
    readonly hasDefault: HasDefault;
    readonly makeDefault: () => JsonValue;
  }) {
    this.schema = options.schema;
    this.isNullable = options.isNullable;
    this.hasDefault = options.hasDefault;
    this.makeDefault = options.makeDefault;
  }

  /** The same field, which may also hold null, its default then. */
  nullable(): JsonField<T | null, true> {
    return new JsonField<T | null, true>({
      schema: this.schema === null ? null : this.schema.nullable(),
      isNullable: true,
      hasDefault: true,
      makeDefault: () => null,
    });
  }

  /** The same field with a default, given afresh to each new entity. */
  default(value: JsonValue): JsonField<T, true> {
    return new JsonField<T, true>({
      schema: this.schema,
      isNullable: this.isNullable,
      hasDefault: true,
      makeDefault: () => value,
    });
  }
}

/** A field that holds a plain JSON value, checked against a Zod schema when one is given. */
export function json<T = JsonValue>(schema?: z.ZodType<T>): JsonField<T, false> {
  return new JsonField({
    schema: schema ?? null,
    isNullable: false,
    hasDefault: false,
    makeDefault: () => null,
  });
}
