import type { EcsId } from "@minference/protocol";
import { UnknownTypeError } from "../errors/unknown-type-error.ts";
import type { TypeTable } from "../load/type-table.ts";
import { definitionOf } from "../shape/definition-of.ts";
import type { EntityDefinition } from "../shape/entity-definition.ts";

/**
 * The declaration of the type that a stored version has.
 *
 * @throws {UnknownTypeError} the registry does not know the type.
 */
export function requireClass(
  types: TypeTable,
  stored: { readonly type: string; readonly ecsId: EcsId },
): EntityDefinition {
  const entityClass = types.classOf(stored.type);
  if (entityClass !== null) return definitionOf(entityClass);
  const { type: entityType, ecsId } = stored;
  throw new UnknownTypeError({ entityType, ecsId, knownTypes: types.names() });
}
