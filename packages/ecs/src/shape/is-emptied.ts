import type { FieldShape } from "./entity-shape.ts";

/** True for a field whose content goes when its version is erased: text and JSON, but no enum and no id (V42). */
export function isEmptied(field: FieldShape): boolean {
  return field.kind === "json" || (field.kind === "scalar" && field.type === "string");
}
