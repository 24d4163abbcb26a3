import { InvalidRequestError, type EcsId } from "@minference/protocol";
import type { ListEdit, WrittenSnapshot } from "../contract/entity-snapshot.ts";
import { ownField } from "../contract/fields.ts";
import { DanglingReferenceError } from "../errors/dangling-reference-error.ts";
import { checkListEdit } from "./check-list-edit.ts";

/** The lists of a storage, in whatever form it keeps them. */
export interface StoredLists<List> {
  readonly empty: List;
  /** True for a version that is stored, with or without lists. */
  hasVersion(id: EcsId): boolean;
  /** The list in a field of a stored version; undefined: it has none there, or is not stored. */
  listOf(id: EcsId, field: string): List | undefined;
  /** What an edit makes of a list that can bear it. */
  edited(start: List, edit: ListEdit): List;
}

interface PlacedEdit {
  readonly version: WrittenSnapshot;
  readonly edit: ListEdit;
}

/** Makes the lists of a batch's versions from their edits, in whatever order the versions come (L8, L9). */
export class EditedLists<List extends { readonly length: number }> {
  readonly #fresh: ReadonlyMap<EcsId, WrittenSnapshot>;
  readonly #stored: StoredLists<List>;
  /** Lists of this batch that are made already, by version and field. */
  readonly #made = new Map<string, List>();

  constructor(fresh: ReadonlyMap<EcsId, WrittenSnapshot>, stored: StoredLists<List>) {
    this.#fresh = fresh;
    this.#stored = stored;
  }

  /**
   * The list in one field of a version of the batch. It follows starts without recursion.
   *
   * @throws {DanglingReferenceError} a `from` names no version (L7).
   * @throws {InvalidRequestError} a start cannot bear its edit, has no such list, or is made of its own result (L10).
   */
  list(version: WrittenSnapshot, field: string): List {
    const waiting: PlacedEdit[] = [];
    let list: List | undefined;
    for (let at: EcsId | null = version.ecsId; at !== null;) {
      list = this.#made.get(at + field) ?? this.#stored.listOf(at, field);
      if (list !== undefined) break;
      const placed = this.#placed(at, version, field);
      waiting.push(placed);
      if (waiting.length > this.#fresh.size) throw invalid(version, field, "starts from itself");
      at = placed.edit.from;
    }
    list ??= this.#stored.empty;
    for (const placed of waiting.reverse()) list = this.#make(list, placed, field);
    return list;
  }

  #placed(at: EcsId, asker: WrittenSnapshot, field: string): PlacedEdit {
    const version = this.#fresh.get(at);
    if (version === undefined && !this.#stored.hasVersion(at)) {
      const { type: entityType, ecsId } = asker;
      throw new DanglingReferenceError({ entityType, ecsId, path: `${field}.from`, target: at });
    }
    const value = version && ownField(version.state, field);
    if (version !== undefined && value !== undefined && "list" in value) {
      return { version, edit: value.list };
    }
    throw invalid(asker, field, "starts from a version without that list");
  }

  #make(start: List, { version, edit }: PlacedEdit, field: string): List {
    const { type: entityType, ecsId } = version;
    checkListEdit(edit, { entityType, ecsId, field, startLength: start.length });
    const list = this.#stored.edited(start, edit);
    this.#made.set(ecsId + field, list);
    return list;
  }
}

function invalid(version: WrittenSnapshot, field: string, what: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `${version.type}: the edit of list ${field} ${what}`,
    remedy: "Start it from null, or from a version whose same field is a list",
    entityType: version.type,
    ecsId: version.ecsId,
    path: field,
  });
}
