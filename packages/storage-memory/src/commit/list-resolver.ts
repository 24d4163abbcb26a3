import { InvalidRequestError, type EcsId } from "@minference/protocol";
import {
  DanglingReferenceError,
  checkListEdit,
  type ListEdit,
  type WrittenSnapshot,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { SharedList } from "../lists/shared-list.ts";

interface FieldOf {
  readonly version: WrittenSnapshot;
  readonly field: string;
}

/** Gives the lists of a batch's versions from their edits, in whatever order the versions come. */
export class ListResolver {
  readonly #fresh: ReadonlyMap<EcsId, WrittenSnapshot>;
  readonly #data: MemoryData;
  /** Lists of this batch that are resolved already, by version and field. */
  readonly #resolved = new Map<EcsId, Map<string, SharedList>>();

  constructor(fresh: ReadonlyMap<EcsId, WrittenSnapshot>, data: MemoryData) {
    this.#fresh = fresh;
    this.#data = data;
  }

  /**
   * The whole list of one field.
   *
   * @throws {DanglingReferenceError} a `from` names no version.
   * @throws {InvalidRequestError} an edit does not fit its start, or starts from itself.
   */
  resolve(version: WrittenSnapshot, field: string): SharedList {
    const pending: { readonly version: WrittenSnapshot; readonly edit: ListEdit }[] = [];
    let list: SharedList | undefined;
    for (let at: EcsId | null = version.ecsId; at !== null;) {
      list = this.#known(at, field);
      if (list !== undefined) break;
      const next = this.#editAt(at, { version, field });
      pending.push(next);
      if (pending.length > this.#fresh.size)
        throw invalid({ version, field }, "starts from itself");
      at = next.edit.from;
    }
    list ??= SharedList.empty;
    for (const next of pending.reverse()) {
      list = applied(list, next.edit, { version: next.version, field });
      this.#keep(next.version.ecsId, field, list);
    }
    return list;
  }

  #known(at: EcsId, field: string): SharedList | undefined {
    const resolved = this.#resolved.get(at)?.get(field);
    if (resolved !== undefined) return resolved;
    const stored = this.#data.versions.get(at)?.lists;
    return stored?.find((kept) => kept.field === field)?.list;
  }

  #editAt(at: EcsId, asker: FieldOf): { version: WrittenSnapshot; edit: ListEdit } {
    const { version: owner, field } = asker;
    const version = this.#fresh.get(at);
    if (version === undefined && !this.#data.versions.has(at)) {
      const { type: entityType, ecsId } = owner;
      throw new DanglingReferenceError({ entityType, ecsId, path: `${field}.from`, target: at });
    }
    const state = version?.state ?? {};
    const value = Object.hasOwn(state, field) ? state[field] : undefined;
    if (version !== undefined && value !== undefined && "list" in value) {
      return { version, edit: value.list };
    }
    throw invalid(asker, "starts from a version without that list");
  }

  #keep(id: EcsId, field: string, list: SharedList): void {
    const lists = this.#resolved.get(id) ?? new Map<string, SharedList>();
    this.#resolved.set(id, lists.set(field, list));
  }
}

function applied(start: SharedList, edit: ListEdit, { version, field }: FieldOf): SharedList {
  const { type: entityType, ecsId } = version;
  checkListEdit(edit, { entityType, ecsId, field, startLength: start.length });
  let list = start.prefix(edit.keep);
  for (const [position, item] of edit.put) list = list.withItem(position, item);
  return list.appended(edit.append);
}

function invalid({ version, field }: FieldOf, what: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${version.type}: the edit of list ${field} ${what}`,
    remedy: "Start it from null, or from a version whose same field is a list",
    entityType: version.type,
    ecsId: version.ecsId,
    path: field,
  });
}
