import type { EntitySnapshot, EntityStorage } from "@minference/storage";
import { ErasedContentError } from "../errors/erased-content-error.ts";

/**
 * Refuses versions whose content was erased in this storage and pruned since: erased is final (V42). One read for
 * each of their lineages.
 *
 * @throws {ErasedContentError} a document brings such content back.
 */
export async function refuseErasedBefore(
  fresh: readonly EntitySnapshot[],
  storage: EntityStorage,
): Promise<void> {
  const withContent = new Map(
    fresh.filter(({ erasedAt }) => erasedAt === null).map((version) => [version.ecsId, version]),
  );
  const lineages = new Set([...withContent.values()].map(({ lineageId }) => lineageId));
  for (const lineageId of lineages) {
    for (const { ecsId, at } of await storage.erasures(lineageId)) {
      const version = withContent.get(ecsId);
      if (version === undefined) continue;
      throw new ErasedContentError({ entityType: version.type, ecsId, erasedAt: at, path: null });
    }
  }
}
