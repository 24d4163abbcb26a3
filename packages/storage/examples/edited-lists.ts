import { InvalidRequestError, type EcsId } from "@minference/protocol";
import {
  DanglingReferenceError,
  checkListEdit,
  type EntitySnapshot,
  type WrittenSnapshot,
} from "@minference/storage";

/** The whole lists of the versions of one batch, from their edits (L8 to L10). */
export class EditedLists {
  readonly #fresh: ReadonlyMap<EcsId, WrittenSnapshot>;
  readonly #stored: ReadonlyMap<EcsId, EntitySnapshot>;
  /** By version and field; null while the list waits for its start. */
  readonly #lists = new Map<string, readonly EcsId[] | null>();

  constructor(
    fresh: ReadonlyMap<EcsId, WrittenSnapshot>,
    stored: ReadonlyMap<EcsId, EntitySnapshot>,
  ) {
    this.#fresh = fresh;
    this.#stored = stored;
  }

  /** True for a version that is stored or in the batch. */
  has(id: EcsId): boolean {
    return this.#fresh.has(id) || this.#stored.has(id);
  }

  /** The list in `field` of version `at`, which another version of the batch may have asked for. */
  list(at: EcsId, field: string): readonly EcsId[] {
    const known = this.#lists.get(at + field);
    if (known) return known;
    const stored = this.#stored.get(at)?.state[field];
    if (stored !== undefined && "list" in stored) return stored.list;
    const version = this.#fresh.get(at);
    const value = version?.state[field];
    if (known === null || version === undefined || value === undefined || !("list" in value)) {
      throw noStart(at, field);
    }
    const { from, keep, put, append } = value.list;
    const { type: entityType, ecsId } = version;
    if (from !== null && !this.has(from)) {
      throw new DanglingReferenceError({ entityType, ecsId, path: field, target: from });
    }
    this.#lists.set(at + field, null);
    const start = from === null ? [] : this.list(from, field);
    checkListEdit(value.list, { entityType, ecsId, field, startLength: start.length });
    const list = start.slice(0, keep);
    for (const [position, item] of put) list[position] = item;
    for (const item of append) list.push(item);
    this.#lists.set(at + field, list);
    return list;
  }
}

function noStart(ecsId: EcsId, field: string): InvalidRequestError {
  const remedy = "Start the edit from null, or from a version whose same field is a list";
  const problem = `The version that list ${field} starts from has no such list`;
  return new InvalidRequestError({ problem, remedy, ecsId, path: field });
}
