import type { EcsId, LineageId } from "@minference/protocol";
import type { EntitySnapshot } from "@minference/storage";
import type { Entity } from "../entity/entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { ListOptions } from "./list-options.ts";

/** What a registry does to read versions. */
export interface VersionReading {
  /** A warm copy of exactly that version, whole tree; null when it is absent or of another type. */
  get<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E | null>;

  /** As {@link get}. @throws {EntityNotFoundError} it is absent or of another type. */
  getOrThrow<E extends Entity>(type: EntityClass<E>, id: EcsId): Promise<E>;

  /** Warm copies in the order of `ids`, null for a missing one; round trips do not grow with `ids`. */
  getMany<E extends Entity>(
    type: EntityClass<E>,
    ids: readonly EcsId[],
  ): Promise<readonly (E | null)[]>;

  /** A warm copy of the version that a named ref points to, `main` unless said; null when there is no such ref. */
  head<E extends Entity>(
    type: EntityClass<E>,
    lineageId: LineageId,
    ref?: string,
  ): Promise<E | null>;

  /**
   * Warm copies of the versions of a type and its subclasses, newest first, a page at a time.
   *
   * @throws {InvalidRequestError} the limit is out of range, `before` no version id, or `where` names no scalar field
   *   or compares it with what is no scalar.
   */
  listByType<E extends Entity>(
    type: EntityClass<E>,
    options?: ListOptions<E>,
  ): Promise<readonly E[]>;

  /** The frozen plain data of one version, or null; no entity is built, its type need not be known. */
  getColdSnapshot(id: EcsId): Promise<EntitySnapshot | null>;

  /** The frozen plain data of these versions, by id; absent ones are left out. */
  getColdSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>>;

  /** True when this version is stored; its tree is not loaded. */
  hasEntity(id: EcsId): Promise<boolean>;
}
