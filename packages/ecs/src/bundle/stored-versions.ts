import { CorruptError, shortId, type EcsId } from "@minference/protocol";
import { heldIds, type EntitySnapshot, type EntityStorage } from "@minference/storage";
import { checkHash, hashedState } from "../load/check-hash.ts";

/** Versions read at a time: so many lists of 10,000 items take tens of megabytes. */
const pageSize = 64;

/**
 * These versions and everything that they hold, each once and checked; what is held comes behind its owner. In
 * memory at one time are a page of versions and the ids of all.
 *
 * @throws {CorruptError} one is missing, or is not what was written.
 */
export async function* storedVersions(
  ids: readonly EcsId[],
  storage: EntityStorage,
): AsyncGenerator<EntitySnapshot> {
  const found = new Set(ids);
  const queue = [...found];
  let next = 0;
  while (next < queue.length) {
    const page = queue.slice(next, next + pageSize);
    next += page.length;
    const snapshots = await storage.readSnapshots(page);
    for (const id of page) {
      const snapshot = snapshots.get(id) ?? refuseMissing(id);
      checkHash(snapshot, hashedState(snapshot));
      for (const held of Object.values(snapshot.state).flatMap(heldIds)) {
        if (found.has(held)) continue;
        found.add(held);
        queue.push(held);
      }
      yield snapshot;
    }
  }
}

function refuseMissing(id: EcsId): never {
  throw new CorruptError({
    problem: `Version …${shortId(id)} is to be exported and is not stored`,
    remedy: "Restore the storage from a backup that has it, or export again if it was just pruned",
    ecsId: id,
  });
}
