import { EntityValidationError } from "../errors/entity-validation-error.ts";
import type { Cell } from "../graph/cell.ts";

/**
 * Asks the rules over several fields of an entity's declaration.
 *
 * @throws {EntityValidationError} one is broken.
 */
export function checkRules(cell: Cell): void {
  const broken = cell.definition.check?.(cell.entity) ?? null;
  if (broken === null) return;
  throw new EntityValidationError({ entityType: cell.definition.shape.type, ...broken });
}
