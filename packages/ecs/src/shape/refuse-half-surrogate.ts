import { EntityValidationError } from "../errors/entity-validation-error.ts";
import type { FieldPlace } from "./plain-field.ts";

/**
 * Refuses a text with half of a surrogate pair as the value of a field: a text column holds Unicode only. Inside JSON
 * such halves are written as escapes, and kept.
 *
 * @throws {EntityValidationError} the value is such a text.
 */
export function refuseHalfSurrogate(value: unknown, place: FieldPlace): void {
  if (typeof value !== "string" || value.isWellFormed()) return;
  throw new EntityValidationError({
    entityType: place.entityType,
    path: place.field,
    problem: "the text holds half of a surrogate pair, which UTF-8 cannot store",
    remedy: "Use text.toWellFormed() to replace it",
  });
}
