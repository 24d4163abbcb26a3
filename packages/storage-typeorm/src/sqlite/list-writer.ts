import { InvalidRequestError, type EcsId, type IdSource } from "@minference/protocol";
import {
  DanglingReferenceError,
  checkListEdit,
  type ListEdit,
  type WrittenSnapshot,
} from "@minference/storage";
import type { MappedField, SegmentTable } from "../mapping/mapped-table.ts";
import { emptyList, lengthOf, type ListPlace } from "../segments/list-place.ts";
import {
  applyEdit,
  editFor,
  planList,
  type PlacedItem,
  type StartedSegment,
} from "../segments/plan-list.ts";
import type { BatchVersions } from "./batch-versions.ts";
import type { EncodedVersion } from "./encoded-batch.ts";
import { uuidHexToBlob } from "./id-blobs.ts";
import type { SegmentReader } from "./segment-reader.ts";
import type { SegmentRow, SegmentStore } from "./segment-store.ts";

/** What lists are written with. */
export interface ListParts {
  /** The list table of a mapped field; null for a type without a mapping. */
  readonly fieldOf: (type: string, field: string) => Extract<MappedField, { kind: "list" }> | null;
  readonly storeOf: (rows: SegmentTable) => SegmentStore;
  readonly reader: SegmentReader;
  readonly ids: IdSource;
}

interface ListField {
  readonly version: EncodedVersion;
  readonly field: string;
}

/** An edit and the list that it makes. */
interface PlacedEdit {
  readonly at: ListField;
  readonly edit: ListEdit;
}

/**
 * Writes the lists of one batch from their edits, in whatever order its versions come.
 *
 * Rows wait for `flush`, which belongs behind the row of their version: SQLite looks for the rows of a list by scanning
 * all of them when the version that they name comes after them.
 */
export class ListWriter {
  readonly #versions: BatchVersions;
  readonly #parts: ListParts;
  readonly #placed = new Map<EcsId, Map<string, ListPlace>>();
  readonly #waiting: (() => void)[] = [];

  constructor(versions: BatchVersions, parts: ListParts) {
    this.#versions = versions;
    this.#parts = parts;
  }

  /**
   * The places of all lists of a version of the batch; their rows are written by `flush`.
   *
   * @throws {DanglingReferenceError} a `from` names no version.
   * @throws {InvalidRequestError} an edit does not fit its start, or starts from itself.
   */
  place(version: EncodedVersion): ReadonlyMap<string, ListPlace> {
    const { state, ecsId } = version.snapshot;
    for (const field of version.table.linkFields(version.snapshot)) {
      const value = state[field];
      if (value !== undefined && "list" in value) this.#resolve({ version, field });
    }
    return this.#placed.get(ecsId) ?? new Map<string, ListPlace>();
  }

  /** True when rows wait for `flush`. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Writes the rows of the lists that were placed last. */
  flush(): void {
    for (const write of this.#waiting.splice(0)) write();
  }

  #resolve(asked: ListField): void {
    const { start, edits } = this.#chainTo(asked);
    let place = start;
    for (const [index, { at, edit }] of edits.reverse().entries()) {
      // it may read the rows of the list that it starts from
      if (index > 0) this.flush();
      place = this.#apply(edit, place, at);
      const { ecsId } = at.version.snapshot;
      const places = this.#placed.get(ecsId) ?? new Map<string, ListPlace>();
      this.#placed.set(ecsId, places.set(asked.field, place));
    }
  }

  /** The edits from a list back to one that is placed, or to nothing: the asked one first. */
  #chainTo(asked: ListField): { readonly start: ListPlace; readonly edits: PlacedEdit[] } {
    const edits: PlacedEdit[] = [];
    for (let from: EcsId | null = asked.version.snapshot.ecsId; from !== null;) {
      const start = this.#placeOf(from, asked);
      if (start !== null) return { start, edits };
      const next = this.#editOf(from, asked);
      edits.push(next);
      if (edits.length > this.#versions.fresh.size) throw invalid(asked, "starts from itself");
      from = next.edit.from;
    }
    return { start: emptyList, edits };
  }

  /** Where a list lies that is written already; null when its version is of the batch and its turn has not come. */
  #placeOf(from: EcsId, asked: ListField): ListPlace | null {
    const written = this.#placed.get(from)?.get(asked.field);
    if (written !== undefined) return written;
    if (this.#versions.fresh.has(from)) return null;
    const links = this.#versions.links(from, asked.version.table);
    const stored = links?.lists.get(asked.field);
    if (stored !== undefined) return stored;
    if (this.#versions.has(from)) throw invalid(asked, "starts from a version without that list");
    const { type: entityType, ecsId } = asked.version.snapshot;
    throw new DanglingReferenceError({
      entityType,
      ecsId,
      path: `${asked.field}.from`,
      target: from,
    });
  }

  #editOf(from: EcsId, asked: ListField): PlacedEdit {
    const version = this.#versions.fresh.get(from);
    const state = version?.snapshot.state ?? {};
    const value = Object.hasOwn(state, asked.field) ? state[asked.field] : undefined;
    if (version === undefined || value === undefined || !("list" in value)) {
      throw invalid(asked, "starts from a version without that list");
    }
    return { at: { version, field: asked.field }, edit: value.list };
  }

  #apply(edit: ListEdit, start: ListPlace, { version, field }: ListField): ListPlace {
    const { type, ecsId } = version.snapshot;
    checkListEdit(edit, { entityType: type, ecsId, field, startLength: lengthOf(start) });
    const itemsOf = (): readonly EcsId[] => this.#itemsOf(start, ecsId);
    const mapped = this.#parts.fieldOf(type, field);
    if (mapped === null) return { kind: "whole", items: applyEdit(itemsOf(), edit) };
    return this.#writeRows(mapped.rows, version, editFor(mapped.rows, edit, { start, itemsOf }));
  }

  #itemsOf(place: ListPlace, owner: EcsId): readonly EcsId[] {
    if (place.kind === "whole") return place.items;
    if (place.segment === null) return [];
    const segment = Buffer.from(place.segment).toString("hex");
    const asked = { owner, segment, length: place.length };
    return this.#parts.reader.read(place.rows, [asked], null)[0] ?? [];
  }

  #writeRows(
    rows: SegmentTable,
    version: EncodedVersion,
    planned: ReturnType<typeof editFor>,
  ): ListPlace {
    const plan = planList(planned.edit, planned.start);
    const { length } = plan;
    switch (plan.kind) {
      case "shared":
        return {
          kind: "segment",
          rows,
          length,
          segment: plan.segment,
          ownFrom: planned.start.ownFrom,
        };
      case "extended": {
        const { segment, ownFrom, items } = plan;
        const store = this.#parts.storeOf(rows);
        if (!store.isFree(segment, planned.start.length)) {
          return this.#start(rows, version.snapshot, plan.otherwise);
        }
        const added = this.#rowsOf(rows, version.snapshot, items);
        this.#waiting.push(() => {
          store.add(segment, added);
        });
        return { kind: "segment", rows, length, segment, ownFrom };
      }
      case "started":
        return this.#start(rows, version.snapshot, plan);
      default:
        return plan satisfies never;
    }
  }

  #start(rows: SegmentTable, snapshot: WrittenSnapshot, plan: StartedSegment): ListPlace {
    const { ids } = this.#versions.encoded;
    const createdAt = snapshot.createdAt.getTime();
    const minted = this.#parts.ids.mint(createdAt);
    const segment = uuidHexToBlob(minted.replaceAll("-", ""));
    const { parent, parentLength, length, items } = plan;
    const folding = { rows: this.#rowsOf(rows, snapshot, items), parent, parentLength };
    const owner = { lineageId: ids.of(snapshot.lineageId), createdAt };
    const store = this.#parts.storeOf(rows);
    const started = store.start(segment, folding, owner);
    this.#waiting.push(() => {
      store.add(segment, started.rows);
    });
    return { kind: "segment", rows, segment, length, ownFrom: started.parentLength };
  }

  #rowsOf(
    { itemType }: SegmentTable,
    { ecsId, createdAt }: WrittenSnapshot,
    items: readonly PlacedItem[],
  ): ReadonlyMap<number, SegmentRow> {
    const { ids } = this.#versions.encoded;
    const introduced = [ids.of(ecsId), createdAt.getTime()];
    const typeOf = (item: EcsId): string => this.#versions.place(item)?.type ?? "";
    if (itemType !== null) this.#versions.lookUp(items.map(([, item]) => item));
    return new Map(
      items.map(([position, item]) => [
        position,
        [ids.of(item), ...(itemType === null ? [] : [typeOf(item)]), ...introduced],
      ]),
    );
  }
}

function invalid({ version, field }: ListField, what: string): InvalidRequestError {
  const { type: entityType, ecsId } = version.snapshot;
  return new InvalidRequestError({
    problem: `${entityType}: the edit of list ${field} ${what}`,
    remedy: "Start it from null, or from a version whose same field is a list",
    entityType,
    ecsId,
    path: field,
  });
}
