import { checkRules } from "../entity/check-rules.ts";
import { readField } from "../entity/access.ts";
import { cellOf, type Entity } from "../entity/entity.ts";
import { dictValue, listValue, refValue } from "../entity/link-value.ts";

/**
 * Asks the declaration of an entity's class for every field, as its constructor does: a version from a file was not
 * necessarily made by one, and its hash proves only that it is what the file's writer meant (G3).
 *
 * @throws {EntityValidationError} a field, or a rule over several, refuses what is there.
 * @throws {TooLargeError} a dict has too many entries.
 */
export function checkDeclared(entity: Entity): void {
  const cell = cellOf(entity);
  const { definition } = cell;
  const { type } = definition.shape;
  const valueOf = (name: string): unknown => readField(entity, name);
  for (const field of definition.plain) {
    field.freeze(valueOf(field.name), { entityType: type, field: field.name });
  }
  for (const field of definition.refs) refValue(type, field, valueOf(field.name));
  for (const field of definition.lists) listValue(type, field, valueOf(field.name));
  for (const field of definition.dicts) dictValue(type, field, valueOf(field.name));
  checkRules(cell);
}
