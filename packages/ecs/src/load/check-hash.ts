import { CorruptError, shortId } from "@minference/protocol";
import { contentHash, listHash, type EntitySnapshot, type HashedValue } from "@minference/storage";

type HashedState = Readonly<Record<string, HashedValue>>;

/**
 * Compares a version with the hash that it was written with.
 *
 * @throws {CorruptError} it is not what was written (R:S26).
 */
export function checkHash(snapshot: EntitySnapshot, state: HashedState): void {
  if (isAsWritten(snapshot, state)) return;
  throw new CorruptError({
    problem: `${snapshot.type} …${shortId(snapshot.ecsId)} is not what was written: its content hash differs`,
    remedy: "Restore it from a backup; other versions are unharmed",
    entityType: snapshot.type,
    ecsId: snapshot.ecsId,
  });
}

/** True when a version is what its hash says; an erased one has none to compare with. */
export function isAsWritten(snapshot: EntitySnapshot, state: HashedState): boolean {
  if (snapshot.erasedAt !== null) return true;
  return contentHash({ ...snapshot, state }) === snapshot.contentHash;
}

/** The fields of a version as its content hash sees them, without any object. */
export function hashedState(snapshot: EntitySnapshot): HashedState {
  return Object.fromEntries(
    Object.entries(snapshot.state).map(([name, value]): [string, HashedValue] => {
      if (!("list" in value)) return [name, value];
      return [name, { digest: { length: value.list.length, hash: listHash(value.list) } }];
    }),
  );
}
