import { parseEcsId, type EcsId, type LineageId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, VersionRow } from "@minference/storage";
import { diffStates, type EntityDiff } from "../change/diff.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import { ancestryOrder, buildLineage, childrenByParent, type Lineage } from "../lineage/lineage.ts";

/** Versions whose states are read at a time. */
const pageSize = 500;

/** Reads lineages: ids and parents of all versions, and the states of those that are shown. */
export class LineageReader {
  readonly #storage: EntityStorage;

  constructor(storage: EntityStorage) {
    this.#storage = storage;
  }

  /** The tree of all versions of one thing, with what differs between them. */
  async lineage(lineageId: LineageId): Promise<Lineage> {
    const rows = await this.#storage.lineageRows(lineageId);
    const refs = await this.#storage.refs([lineageId]);
    const snapshots = new Map<EcsId, EntitySnapshot>();
    for (let start = 0; start < rows.length; start += pageSize) {
      const ids = rows.slice(start, start + pageSize).map(({ ecsId }) => ecsId);
      for (const [id, snapshot] of await this.#storage.readSnapshots(ids))
        snapshots.set(id, snapshot);
    }
    return buildLineage({ lineageId, rows, snapshots, refs });
  }

  /** The fields that differ between two stored versions. @throws {EntityNotFoundError} one is absent. */
  async diff(before: EcsId, after: EcsId): Promise<EntityDiff> {
    const snapshots = await this.#storage.readSnapshots([before, after]);
    const stateOf = (ecsId: EcsId): EntitySnapshot["state"] => {
      const snapshot = snapshots.get(ecsId);
      if (snapshot !== undefined) return snapshot.state;
      throw new EntityNotFoundError({ entityType: "Entity", ecsId });
    };
    return diffStates(stateOf(before), stateOf(after));
  }

  /** Ids of a lineage, a parent always before its child. */
  async ids(lineageId: LineageId): Promise<readonly EcsId[]> {
    return ancestryOrder(await this.#storage.lineageRows(lineageId)).map(({ ecsId }) => ecsId);
  }

  /** Versions of a lineage without children. */
  async heads(lineageId: LineageId): Promise<readonly EcsId[]> {
    const rows = ancestryOrder(await this.#storage.lineageRows(lineageId));
    const children = childrenByParent(rows);
    return rows.filter(({ ecsId }) => !children.has(ecsId)).map(({ ecsId }) => ecsId);
  }

  /** From the parent of a version to the first one; empty when the version is unknown. */
  async ancestors(ecsId: EcsId): Promise<readonly EcsId[]> {
    const parents = new Map((await this.#siblings(ecsId)).map((row) => [row.ecsId, row.parentId]));
    const ancestors: EcsId[] = [];
    let parent = parents.get(ecsId) ?? null;
    while (parent !== null && parents.has(parent)) {
      ancestors.push(parent);
      parent = parents.get(parent) ?? null;
    }
    return ancestors;
  }

  /** Every version that descends from one, a parent always before its child. */
  async descendants(ecsId: EcsId): Promise<readonly EcsId[]> {
    const found = new Set<EcsId>([ecsId]);
    for (const row of ancestryOrder(await this.#siblings(ecsId))) {
      if (row.parentId !== null && found.has(row.parentId)) found.add(row.ecsId);
    }
    found.delete(ecsId);
    return [...found];
  }

  async #siblings(ecsId: EcsId): Promise<readonly VersionRow[]> {
    const known = parseEcsId(ecsId);
    if (known === null) return [];
    const snapshot = (await this.#storage.readSnapshots([known])).get(known);
    return snapshot === undefined ? [] : this.#storage.lineageRows(snapshot.lineageId);
  }
}
