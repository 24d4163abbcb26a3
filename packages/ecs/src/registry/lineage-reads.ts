import { parseEcsId, type EcsId, type LineageId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, VersionRow } from "@minference/storage";
import { diffStates, type EntityDiff } from "../change/diff.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import { ancestryOrder, buildLineage, childrenByParent, type Lineage } from "../lineage/lineage.ts";

/** Versions whose states are read at a time. */
const pageSize = 500;

/** The tree of all versions of one thing, with what differs between them. */
export async function readLineage(storage: EntityStorage, lineageId: LineageId): Promise<Lineage> {
  const rows = await storage.lineageRows(lineageId);
  const refs = await storage.refs([lineageId]);
  const snapshots = new Map<EcsId, EntitySnapshot>();
  for (let start = 0; start < rows.length; start += pageSize) {
    const ids = rows.slice(start, start + pageSize).map(({ ecsId }) => ecsId);
    for (const [id, snapshot] of await storage.readSnapshots(ids)) snapshots.set(id, snapshot);
  }
  return buildLineage({ lineageId, rows, snapshots, refs });
}

/** The fields that differ between two stored versions. @throws {EntityNotFoundError} one is absent. */
export async function readDiff(
  storage: EntityStorage,
  before: EcsId,
  after: EcsId,
): Promise<EntityDiff> {
  const snapshots = await storage.readSnapshots([before, after]);
  const stateOf = (ecsId: EcsId): EntitySnapshot["state"] => {
    const snapshot = snapshots.get(ecsId);
    if (snapshot !== undefined) return snapshot.state;
    throw new EntityNotFoundError({ entityType: "Entity", ecsId });
  };
  return diffStates(stateOf(before), stateOf(after));
}

/** Ids of a lineage, a parent always before its child. */
export async function readLineageIds(
  storage: EntityStorage,
  lineageId: LineageId,
): Promise<readonly EcsId[]> {
  return ancestryOrder(await storage.lineageRows(lineageId)).map(({ ecsId }) => ecsId);
}

/** Versions of a lineage without children. */
export async function readHeads(
  storage: EntityStorage,
  lineageId: LineageId,
): Promise<readonly EcsId[]> {
  const rows = ancestryOrder(await storage.lineageRows(lineageId));
  const children = childrenByParent(rows);
  return rows.filter(({ ecsId }) => !children.has(ecsId)).map(({ ecsId }) => ecsId);
}

/** From the parent of a version to the first one; empty when the version is unknown. */
export async function readAncestors(
  storage: EntityStorage,
  ecsId: EcsId,
): Promise<readonly EcsId[]> {
  const parents = new Map(
    (await siblingsOf(storage, ecsId)).map((row) => [row.ecsId, row.parentId]),
  );
  const ancestors: EcsId[] = [];
  let parent = parents.get(ecsId) ?? null;
  while (parent !== null && parents.has(parent)) {
    ancestors.push(parent);
    parent = parents.get(parent) ?? null;
  }
  return ancestors;
}

/** Every version that descends from one, a parent always before its child. */
export async function readDescendants(
  storage: EntityStorage,
  ecsId: EcsId,
): Promise<readonly EcsId[]> {
  const found = new Set<EcsId>([ecsId]);
  for (const row of ancestryOrder(await siblingsOf(storage, ecsId))) {
    if (row.parentId !== null && found.has(row.parentId)) found.add(row.ecsId);
  }
  found.delete(ecsId);
  return [...found];
}

async function siblingsOf(storage: EntityStorage, ecsId: EcsId): Promise<readonly VersionRow[]> {
  const known = parseEcsId(ecsId);
  if (known === null) return [];
  const snapshot = (await storage.readSnapshots([known])).get(known);
  return snapshot === undefined ? [] : storage.lineageRows(snapshot.lineageId);
}
