import { parseEcsId } from "@minference/protocol";
import { EntityValidationError } from "../errors/entity-validation-error.ts";
import type { IdField } from "./id.ts";
import type { PlainField } from "./plain-field.ts";

/** A field that names a version, from its declaration. */
export function idPlainField(name: string, field: IdField): PlainField {
  return {
    kind: "plain",
    name,
    shape: { kind: "id", of: field.of, nullable: field.isNullable },
    isRequired: !field.isNullable,
    initial: () => null,
    freeze: (value, place) => {
      if (value === null && field.isNullable) return null;
      const parsed = typeof value === "string" ? parseEcsId(value) : null;
      if (parsed !== null) return parsed;
      throw new EntityValidationError({
        entityType: place.entityType,
        path: place.field,
        problem: `it names a version of ${field.of} by its ecsId, a UUID, and was given ${typeof value}`,
      });
    },
    read: (value) => value,
    isStoredForm: (value) => (value === null ? field.isNullable : typeof value === "string"),
  };
}
