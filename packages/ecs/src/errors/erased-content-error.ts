import { shortId } from "@minference/protocol";
import { EcsError } from "./ecs-error.ts";

/** The content of a version was erased: there is nothing to read, to change, or to go on from. */
export class ErasedContentError extends EcsError {
  readonly code = "erased_content";
  readonly kind = "not_found";
  readonly retryable = false;

  constructor(erased: {
    readonly entityType: string;
    readonly ecsId: string;
    readonly erasedAt: Date;
    /** The field that was asked for; null: the version as a whole. */
    readonly path: string | null;
  }) {
    const subject = { entityType: erased.entityType, ecsId: erased.ecsId };
    const what = erased.path === null ? "Its content" : `The content of its field ${erased.path}`;
    super(
      `${erased.entityType} …${shortId(erased.ecsId)}: ${what} was erased at ${erased.erasedAt.toISOString()}. ` +
        `Make a new entity; registry.erasures(lineageId) says who erased it and why.`,
      erased.path === null ? subject : { ...subject, path: erased.path },
    );
  }
}
