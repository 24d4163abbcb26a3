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

  /** An id of the instant `now` (epoch ms), above the last one given and above `parent`. */
  after(parent: EcsId, now: number): EcsId {
    const floor = this.#last === null || parent > this.#last ? parent : this.#last;
    this.#last = trustEcsId(nextUuidV7(this.#context.ids, now, floor));
    return this.#last;
  }

  /** Epoch milliseconds. */
  now(): number {
    return this.#context.clock.now();
  }
}

/**
 * The version that a changed entity gets: its own when it was never stored or is forked already, else a child
 * of the stored one.
 */
export function nextVersion(cell: Cell, ids: VersionIds, now: number): Version {
  if (cell.base === null || cell.version !== cell.base.version) return cell.version;
  const parent = cell.base.version;
  return {
    ecsId: ids.after(parent.ecsId, now),
    lineageId: parent.lineageId,
    parentId: parent.ecsId,
    createdAt: Math.max(now, parent.createdAt),
    batchId: null,
    schemaVersion: cell.definition.shape.schemaVersion,
    contentHash: null,
    erasedAt: null,
  };
}
