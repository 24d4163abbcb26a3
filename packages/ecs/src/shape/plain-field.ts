import type { JsonValue } from "@minference/protocol";
import type { FieldShape } from "./entity-shape.ts";
import type { EntityContext } from "./entity-context.ts";

/** What a plain value is validated for: names the field in an error. */
export interface FieldPlace {
  readonly entityType: string;
  readonly field: string;
}

/**
 * A field without sub-entities, made ready for use. Its value is kept as the very JSON value that is
 * stored; a date is its ISO 8601 text.
 */
export interface PlainField {
  readonly kind: "plain";
  readonly name: string;
  readonly shape: FieldShape;
  readonly isRequired: boolean;
  /** The default, afresh; called only when the field is not required. */
  initial(context: EntityContext): JsonValue;
  /**
   * The frozen stored form of a caller's value.
   *
   * @throws {EntityValidationError} the declaration refuses it.
   */
  freeze(value: unknown, place: FieldPlace): JsonValue;
  /** What the property reads as. */
  read(value: JsonValue): unknown;
  /** True when a value read from a storage is of the field's kind. */
  isStoredForm(value: JsonValue): boolean;
}
