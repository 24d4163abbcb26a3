import { shortId, type EcsId } from "@minference/protocol";
import { StorageError } from "./storage-error.ts";

/** A field or ref names a version that is neither stored nor in its batch; nothing was stored. */
export class DanglingReferenceError extends StorageError {
  readonly code = "dangling_reference";
  readonly kind = "not_found";
  readonly retryable = false;
  /** The version that is missing. */
  readonly target: EcsId;

  constructor(dangling: {
    readonly entityType: string;
    readonly ecsId: EcsId | null;
    readonly path: string;
    readonly target: EcsId;
  }) {
    const owner = dangling.ecsId === null ? "" : ` …${shortId(dangling.ecsId)}`;
    super(
      `${dangling.entityType}${owner}: ${dangling.path} names version …${shortId(dangling.target)}, ` +
        `which is neither stored nor in this batch. Store it first, or in the same batch.`,
      {
        entityType: dangling.entityType,
        path: dangling.path,
        ...(dangling.ecsId !== null && { ecsId: dangling.ecsId }),
      },
    );
    this.target = dangling.target;
  }
}
