import { ErasedContentError } from "../errors/erased-content-error.ts";
import type { Cell } from "../graph/cell.ts";
import { isEmptied } from "../shape/is-emptied.ts";
import type { PlainField } from "../shape/plain-field.ts";

/**
 * Lets a field be read or written whose content is there.
 *
 * @throws {ErasedContentError} the entity is erased and the field was emptied, or never upgraded (V42).
 */
export function refuseEmptied(cell: Cell, field: PlainField): void {
  const { ecsId, erasedAt } = cell.version;
  if (erasedAt === null) return;
  if (!isEmptied(field.shape) && Object.hasOwn(cell.state.plain, field.name)) return;
  const entityType = cell.definition.shape.type;
  throw new ErasedContentError({ entityType, ecsId, erasedAt, path: field.name });
}
