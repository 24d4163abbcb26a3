import type { ContentHash, EcsId } from "@minference/protocol";
import type { WrittenSnapshot } from "../contract/entity-snapshot.ts";
import type { WriteBatch } from "../contract/write-batch.ts";
import { DuplicateIdError } from "../errors/duplicate-id-error.ts";
import { checkLinks } from "./check-links.ts";

/** What tells whether a version that is brought again is the same. */
export interface KnownVersion {
  readonly contentHash: ContentHash | null;
  readonly erasedAt: Date | null;
}

/**
 * The versions of a batch that are not stored yet, each once, by id (L5). `stored` is asked for versions by id.
 *
 * @throws {DuplicateIdError} an id has other content already, in the storage or in the batch (L6).
 * @throws {DanglingReferenceError} a new version names one that is neither stored nor in the batch (L7).
 */
export function newVersions(
  batch: WriteBatch,
  stored: Pick<ReadonlyMap<EcsId, KnownVersion>, "get" | "has">,
): Map<EcsId, WrittenSnapshot> {
  const fresh = new Map<EcsId, WrittenSnapshot>();
  for (const snapshot of batch.snapshots) {
    const { ecsId, type: entityType } = snapshot;
    const known = stored.get(ecsId) ?? fresh.get(ecsId);
    if (known === undefined) fresh.set(ecsId, snapshot);
    // erased is final: whatever is brought under its id changes nothing
    else if (known.erasedAt === null && known.contentHash !== snapshot.contentHash) {
      throw new DuplicateIdError({ entityType, ecsId });
    }
  }
  const isKnown = (id: EcsId): boolean => fresh.has(id) || stored.has(id);
  for (const snapshot of fresh.values()) checkLinks(snapshot, isKnown);
  return fresh;
}
