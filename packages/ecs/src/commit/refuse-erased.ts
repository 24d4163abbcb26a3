import { ErasedContentError } from "../errors/erased-content-error.ts";
import type { Cell } from "../graph/cell.ts";

/**
 * Lets an entity get a new version whose present one has its content.
 *
 * @throws {ErasedContentError} it was erased: there is nothing to go on from (V42).
 */
export function refuseErased(cell: Cell): void {
  const { ecsId, erasedAt } = cell.base?.version ?? cell.version;
  if (erasedAt === null) return;
  const entityType = cell.definition.shape.type;
  throw new ErasedContentError({ entityType, ecsId, erasedAt, path: null });
}
