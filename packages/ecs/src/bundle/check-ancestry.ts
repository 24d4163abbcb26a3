import { InvalidRequestError, shortId, type EcsId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";

/**
 * Lets versions pass whose parents, as far as they are known, are older versions of the same thing.
 *
 * @throws {InvalidRequestError} one has a parent of another lineage or type, or one that is not older: parents
 *   could run in a circle.
 */
export function checkAncestry(
  snapshots: Iterable<EntitySnapshot>,
  known: (id: EcsId) => EntitySnapshot | null,
): void {
  for (const snapshot of snapshots) {
    const { parentId } = snapshot;
    if (parentId === null) continue;
    const parent = known(parentId);
    if (parentId >= snapshot.ecsId) throw refused(snapshot, "is not older");
    if (parent === null) continue;
    if (parent.lineageId !== snapshot.lineageId) throw refused(snapshot, "is of another lineage");
    if (parent.type !== snapshot.type) throw refused(snapshot, `is a ${parent.type}`);
  }
}

function refused({ type, ecsId }: EntitySnapshot, what: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${type} …${shortId(ecsId)} has a parent that ${what}`,
    remedy: "Import a document that exportEntity wrote",
    entityType: type,
    ecsId,
    path: "parentId",
  });
}
