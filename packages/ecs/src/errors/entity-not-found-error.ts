import { shortId } from "@minference/protocol";
import { EcsError } from "./ecs-error.ts";

/** No version of that type has this id, or the ref does not exist. */
export class EntityNotFoundError extends EcsError {
  readonly code = "entity_not_found";
  readonly kind = "not_found";
  readonly retryable = false;

  constructor(missing: { readonly entityType: string; readonly ecsId: string }) {
    super(
      `${missing.entityType} …${shortId(missing.ecsId)} is not in this registry's storage. ` +
        `Check the id, and that the storage is the one that it was registered in.`,
      missing,
    );
  }
}
