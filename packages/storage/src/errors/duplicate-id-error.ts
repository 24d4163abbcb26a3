import { shortId, type EcsId } from "@minference/protocol";
import { StorageError } from "./storage-error.ts";

/** A version is stored already with other content; nothing was stored. */
export class DuplicateIdError extends StorageError {
  readonly code = "duplicate_id";
  readonly kind = "duplicate";
  readonly retryable = false;

  constructor(duplicate: { readonly entityType: string; readonly ecsId: EcsId }) {
    super(
      `${duplicate.entityType} …${shortId(duplicate.ecsId)} is stored already with other content. ` +
        `Versions are never overwritten: give the changed version an id of its own.`,
      duplicate,
    );
  }
}
