import type { EcsId } from "@minference/protocol";
import {
  DanglingReferenceError,
  heldIds,
  type EntitySnapshot,
  type EntityStorage,
} from "@minference/storage";
import { loadEntities, type Loading } from "../load/load.ts";
import { cellOf } from "../entity/entity.ts";
import { checkAncestry } from "./check-ancestry.ts";
import { checkDeclared } from "./check-declared.ts";
import { checkErased } from "./check-erased.ts";
import type { Bundle } from "./parse-bundle.ts";

/** What a document is checked against. */
export interface Checking extends Loading {
  readonly storage: EntityStorage;
}

/**
 * Compares every version of a document with its hash, its class, and what it names. It builds them as a load of
 * them would, and stores nothing.
 *
 * @throws {UnknownTypeError} one is of a type that the registry does not know.
 * @throws {CorruptError} one is not what was exported.
 * @throws {SchemaDriftError} one does not have the fields of its class.
 * @throws {EntityValidationError} a field holds what its declaration refuses.
 * @throws {DanglingReferenceError} one holds a version that is neither in the document nor stored.
 * @throws {InvalidRequestError} a parent is no older version of the same thing.
 */
export async function checkBundle(bundle: Bundle, checking: Checking): Promise<void> {
  const given = [...bundle.snapshots.values()];
  const isOutside = (id: EcsId | null): id is EcsId => id !== null && !bundle.snapshots.has(id);
  const outside = new Set(given.flatMap(held).filter(isOutside));
  const { snapshots: stored } = await checking.storage.readTrees([...outside]);
  const parents = await checking.storage.readSnapshots(
    given.map(({ parentId }) => parentId).filter(isOutside),
  );
  checkAncestry(given, (id) => bundle.snapshots.get(id) ?? parents.get(id) ?? null);
  for (const snapshot of outside.size === 0 ? [] : given) refuseDangling(snapshot, bundle, stored);
  const snapshots = new Map([...stored, ...bundle.snapshots]);
  const loaded = loadEntities({ snapshots, tips: [] }, [...bundle.snapshots.keys()], checking);
  for (const snapshot of given) {
    const entity = loaded.get(snapshot.ecsId);
    if (entity === undefined) continue;
    if (snapshot.erasedAt === null) checkDeclared(entity);
    else checkErased(cellOf(entity).definition, snapshot);
  }
}

function held(snapshot: EntitySnapshot): readonly EcsId[] {
  return Object.values(snapshot.state).flatMap(heldIds);
}

function refuseDangling(
  { type: entityType, ecsId, state }: EntitySnapshot,
  bundle: Bundle,
  stored: ReadonlyMap<EcsId, EntitySnapshot>,
): void {
  for (const [path, value] of Object.entries(state)) {
    for (const target of heldIds(value)) {
      if (bundle.snapshots.has(target) || stored.has(target)) continue;
      throw new DanglingReferenceError({ entityType, ecsId, path, target });
    }
  }
}
