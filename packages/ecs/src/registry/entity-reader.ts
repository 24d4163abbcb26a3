// boundary: a class that was asked for by its type makes entities of that type
import { parseEcsId, type EcsId } from "@minference/protocol";
import { mainRef, type EntityStorage } from "@minference/storage";
import { cellOf, type Entity } from "../entity/entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { isOfType } from "../shape/entity-definition.ts";
import { listIds } from "./list-by-type.ts";
import type { ListOptions } from "../surface/list-options.ts";
import { follow, loadEntities } from "../load/load.ts";
import type { TypeTable } from "../load/type-table.ts";

/** What a reader works with. */
export interface ReaderParts {
  readonly storage: EntityStorage;
  readonly types: TypeTable;
  readonly context: EntityContext;
  /** Marks what is loaded as this registry's. */
  readonly owner: object;
}

/** Loads warm entities for one registry. */
export class EntityReader {
  readonly #parts: ReaderParts;

  constructor(parts: ReaderParts) {
    this.#parts = parts;
  }

  /** Warm copies in the order of `ids`; null for one that is absent or of another type. */
  async getMany<E extends Entity>(
    type: EntityClass<E>,
    ids: readonly EcsId[],
  ): Promise<readonly (E | null)[]> {
    const { storage, types } = this.#parts;
    types.add(type, "in get");
    const known = ids.filter((id) => parseEcsId(id) !== null);
    if (known.length === 0) return ids.map(() => null);
    const loaded = loadEntities(await storage.readTrees(known), known, this.#parts);
    return ids.map((id) => {
      const entity = loaded.get(id);
      return entity !== undefined && isOfType(cellOf(entity).definition.shape, type)
        ? (entity as E) // its class has the name of `type`, or extends one that has
        : null;
    });
  }

  /** A warm copy of the tip of a ref, which it follows from then on; null when there is no such ref. */
  async head<E extends Entity>(
    type: EntityClass<E>,
    lineageId: Entity["lineageId"],
    ref: string = mainRef,
  ): Promise<E | null> {
    const refs = await this.#parts.storage.refs([lineageId]);
    const tip = refs.find(({ name }) => name === ref)?.tip;
    if (tip === undefined) return null;
    const [entity] = await this.getMany(type, [tip]);
    if (entity === undefined || entity === null) return null;
    follow(cellOf(entity), ref);
    return entity;
  }

  /** Warm copies of the versions of a type and its known subclasses, newest first. */
  async listByType<E extends Entity>(
    type: EntityClass<E>,
    options: ListOptions<E>,
  ): Promise<readonly E[]> {
    const { storage, types } = this.#parts;
    types.add(type, "in listByType");
    const names = types.namesOf(type);
    const ids = await listIds(storage, { entityClass: type, names }, options);
    return (await this.getMany(type, ids)).filter((entity) => entity !== null);
  }
}
