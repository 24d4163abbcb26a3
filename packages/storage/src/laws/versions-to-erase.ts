import type { EcsId } from "@minference/protocol";
import type { EmptiedVersion, EraseRequest } from "../contract/erasing.ts";
import { DanglingReferenceError } from "../errors/dangling-reference-error.ts";

/**
 * The stored versions that an erase has to empty, each once, with what it puts into them: those that are not
 * erased already (L34). `stored` is asked for versions by id.
 *
 * @throws {DanglingReferenceError} one of its versions is not stored (L32).
 */
export function versionsToErase<Version extends { readonly erasedAt: Date | null }>(
  request: EraseRequest,
  stored: Pick<ReadonlyMap<EcsId, Version>, "get">,
): ReadonlyMap<Version, EmptiedVersion> {
  const found = new Map<Version, EmptiedVersion>();
  for (const emptied of request.versions) {
    const { ecsId: target } = emptied;
    const version = stored.get(target);
    if (version === undefined) {
      const [entityType, path] = ["An erase", "ecsId"];
      throw new DanglingReferenceError({ entityType, ecsId: null, path, target });
    }
    if (version.erasedAt === null && !found.has(version)) found.set(version, emptied);
  }
  return found;
}
