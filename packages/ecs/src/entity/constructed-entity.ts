import type { EntityContext } from "../shape/entity-context.ts";
import { checkRules } from "./check-rules.ts";
import { createCell } from "./create-cell.ts";
import { cellOf, Entity } from "./entity.ts";

/** The class behind every class of `defineEntity`: what it is constructed from is validated, and frozen. */
export abstract class ConstructedEntity extends Entity {
  /**
   * @throws {EntityValidationError} a field is missing, unknown, or refused by its declaration.
   */
  constructor(fields: object, context: Partial<EntityContext> = {}) {
    const declaredBy = new.target;
    super((entity) => createCell(entity, { declaredBy, fields, context }));
    checkRules(cellOf(this));
  }
}
