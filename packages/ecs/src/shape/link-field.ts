import type { EntityClass } from "./entity-class.ts";
import type { FieldShape } from "./entity-shape.ts";
import type { ListRule } from "./list.ts";

/** A field with sub-entities, made ready for use. */
export interface LinkField {
  readonly kind: "ref" | "list" | "dict";
  readonly name: string;
  readonly shape: FieldShape;
  readonly isRequired: boolean;
  readonly isNullable: boolean;
  /** The classes whose instances it takes; not called before an entity is made. */
  readonly classes: () => readonly EntityClass[];
  readonly rule: ListRule | null;
}
