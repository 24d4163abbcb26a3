import { shortId } from "@minference/protocol";
import { EcsError } from "./ecs-error.ts";

/** An entity belongs to another registry; nothing was stored. */
export class ForeignEntityError extends EcsError {
  readonly code = "foreign_entity";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(foreign: { readonly entityType: string; readonly ecsId: string }) {
    super(
      `${foreign.entityType} …${shortId(foreign.ecsId)} was stored or loaded by another registry. ` +
        `Give this registry a copy of it: entity.copy().`,
      foreign,
    );
  }
}
