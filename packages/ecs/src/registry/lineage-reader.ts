import { InvalidRequestError, parseEcsId, type EcsId, type LineageId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, VersionRow } from "@minference/storage";
import { diffStates, type EntityDiff } from "../change/diff.ts";
import { EntityNotFoundError } from "../errors/entity-not-found-error.ts";
import {
  ancestorsOf,
  ancestryOrder,
  childrenByParent,
  descendantsOf,
} from "../lineage/ancestry.ts";
import { fieldExcerpts } from "../lineage/field-excerpt.ts";
import { buildLineage, type Lineage, type ReadVersion } from "../lineage/lineage.ts";

/** Versions whose states are read at a time. */
const pageSize = 500;

/** Reads lineages: ids and parents of all versions, and the states of those that are shown. */
export class LineageReader {
  readonly #storage: EntityStorage;

  constructor(storage: EntityStorage) {
    this.#storage = storage;
  }

  /** The tree of all versions of one thing, with what differs between them; states are kept for a page only. */
  async lineage(lineageId: LineageId): Promise<Lineage> {
    const rows = ancestryOrder(await this.#storage.lineageRows(lineageId));
    const refs = await this.#storage.refs([lineageId]);
    const versions: ReadVersion[] = [];
    for (let start = 0; start < rows.length; start += pageSize) {
      versions.push(...(await this.#readPage(rows.slice(start, start + pageSize))));
    }
    return buildLineage({ lineageId, versions, refs });
  }

  /**
   * The fields that differ between two stored versions of one type.
   *
   * @throws {EntityNotFoundError} one is absent.
   * @throws {InvalidRequestError} they are of two types.
   */
  async diff(before: EcsId, after: EcsId): Promise<EntityDiff> {
    const snapshots = await this.#readSnapshots([before, after]);
    const snapshotOf = (ecsId: EcsId): EntitySnapshot => {
      const snapshot = snapshots.get(ecsId);
      if (snapshot !== undefined) return snapshot;
      throw new EntityNotFoundError({ entityType: "Version", ecsId });
    };
    const [first, second] = [snapshotOf(before), snapshotOf(after)];
    if (first.type !== second.type) throw otherType(first, second);
    return diffStates(first.state, second.state);
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
    return ancestorsOf(await this.#siblings(ecsId), ecsId);
  }

  /** Every version that descends from one, a parent always before its child. */
  async descendants(ecsId: EcsId): Promise<readonly EcsId[]> {
    return descendantsOf(await this.#siblings(ecsId), ecsId);
  }

  /** What is kept of a page: each version is compared with its parent, which may stand on another one. */
  async #readPage(rows: readonly VersionRow[]): Promise<readonly ReadVersion[]> {
    const ids = rows.map(({ ecsId }) => ecsId);
    const parents = rows.flatMap(({ parentId }) => (parentId === null ? [] : [parentId]));
    const snapshots = await this.#storage.readSnapshots([...new Set([...ids, ...parents])]);
    return rows.flatMap((row): ReadVersion[] => {
      const snapshot = snapshots.get(row.ecsId);
      if (snapshot === undefined) return [];
      const parent = row.parentId === null ? undefined : snapshots.get(row.parentId);
      if (parent === undefined) return [{ row, diff: null, fields: fieldExcerpts(snapshot.state) }];
      return [{ row, diff: diffStates(parent.state, snapshot.state), fields: [] }];
    });
  }

  async #siblings(ecsId: EcsId): Promise<readonly VersionRow[]> {
    const snapshot = (await this.#readSnapshots([ecsId])).get(ecsId);
    return snapshot === undefined ? [] : this.#storage.lineageRows(snapshot.lineageId);
  }

  #readSnapshots(ids: readonly EcsId[]): ReturnType<EntityStorage["readSnapshots"]> {
    return this.#storage.readSnapshots(ids.filter((id) => parseEcsId(id) !== null));
  }
}

function otherType(before: EntitySnapshot, after: EntitySnapshot): InvalidRequestError {
  return new InvalidRequestError({
    problem: `A ${before.type} was to be compared with a ${after.type}`,
    remedy: "Compare two versions of one type",
    ecsId: after.ecsId,
  });
}
