import { nextUuidV7, trustEcsId, type EcsId } from "@minference/protocol";
import type { Cell, Version } from "../graph/cell.ts";
import type { EntityContext } from "../shape/entity-context.ts";

/** Mints version ids that rise on any clock. */
export class VersionIds {
  readonly #context: EntityContext;
  #last: EcsId | null = null;

  constructor(context: EntityContext) {
    this.#context = context;
  }

  /** An id above the last one given and above `parent`. */
  after(parent: EcsId | null): EcsId {
    const floor =
      parent !== null && (this.#last === null || parent > this.#last) ? parent : this.#last;
    const { clock, ids } = this.#context;
    this.#last = trustEcsId(nextUuidV7(ids, clock.now(), floor));
    return this.#last;
  }

  now(): Date {
    return new Date(this.#context.clock.now());
  }
}

/**
 * The version that a changed entity gets: its own when it was never stored or is forked already, else a child
 * of the stored one.
 */
export function nextVersion(cell: Cell, ids: VersionIds): Version {
  if (cell.base === null || cell.version !== cell.base.version) return cell.version;
  const parent = cell.base.version;
  const now = ids.now();
  return {
    ecsId: ids.after(parent.ecsId),
    lineageId: parent.lineageId,
    parentId: parent.ecsId,
    createdAt: now > parent.createdAt ? now : parent.createdAt,
    batchId: null,
    schemaVersion: cell.definition.shape.schemaVersion,
    contentHash: null,
    erasedAt: null,
  };
}
