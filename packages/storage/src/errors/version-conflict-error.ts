import { shortId, type EcsId, type LineageId } from "@minference/protocol";
import { StorageError } from "./storage-error.ts";

/** A ref points to another version than its writer saw; nothing was stored. */
export class VersionConflictError extends StorageError {
  readonly code = "version_conflict";
  readonly kind = "conflict";
  readonly retryable = false;
  readonly ref: string;
  readonly expected: EcsId | null;
  readonly found: EcsId | null;

  constructor(conflict: {
    readonly lineageId: LineageId;
    readonly ref: string;
    readonly expected: EcsId | null;
    readonly found: EcsId | null;
  }) {
    const name = (id: EcsId | null): string => (id === null ? "no version" : `…${shortId(id)}`);
    super(
      `Lineage …${shortId(conflict.lineageId)}: ref ${conflict.ref} was expected at ` +
        `${name(conflict.expected)}, found at ${name(conflict.found)}. Load ${conflict.ref} and apply ` +
        `the change again, or register without expectHead to branch.`,
      { lineageId: conflict.lineageId },
    );
    this.ref = conflict.ref;
    this.expected = conflict.expected;
    this.found = conflict.found;
  }
}
