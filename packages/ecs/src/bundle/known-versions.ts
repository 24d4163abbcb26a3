import type { ContentHash, EcsId } from "@minference/protocol";
import { DuplicateIdError, type EntitySnapshot, type EntityStorage } from "@minference/storage";

/** Versions looked up at a time. */
const pageSize = 500;

/**
 * Those of these versions that are stored already, each with its hash; null for one whose content was erased in the
 * storage or in the document, so that nobody can tell whether both are the same. Erased is final, and stored stays.
 *
 * @throws {DuplicateIdError} one is stored with other content.
 */
export async function knownVersions(
  snapshots: readonly EntitySnapshot[],
  storage: EntityStorage,
): Promise<ReadonlyMap<EcsId, ContentHash | null>> {
  const known = new Map<EcsId, ContentHash | null>();
  for (let start = 0; start < snapshots.length; start += pageSize) {
    const page = snapshots.slice(start, start + pageSize);
    const stored = await storage.readSnapshots(page.map(({ ecsId }) => ecsId));
    for (const given of page) {
      const found = stored.get(given.ecsId);
      if (found !== undefined) known.set(given.ecsId, commonHash(given, found));
    }
  }
  return known;
}

function commonHash(given: EntitySnapshot, stored: EntitySnapshot): ContentHash | null {
  if (given.contentHash === null || stored.contentHash === null) return null;
  if (given.contentHash === stored.contentHash) return stored.contentHash;
  throw new DuplicateIdError({ entityType: given.type, ecsId: given.ecsId });
}
