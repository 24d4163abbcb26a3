import { trustEcsId, type EcsId, type IdSource } from "@minference/protocol";
import {
  DanglingReferenceError,
  branchName,
  type CommitReceipt,
  type MovedRef,
  type RefMove,
} from "@minference/storage";
import { decideMove, type DecidedMove } from "@minference/storage";
import type { SegmentTable } from "../mapping/mapped-table.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { BatchVersions } from "./batch-versions.ts";
import { checkReferences } from "./check-references.ts";
import type { EncodedBatch } from "./encoded-batch.ts";
import { IdTexts } from "./id-texts.ts";
import { RowInserter } from "./insert-rows.ts";
import { ListWriter, type ListParts } from "./list-writer.ts";
import type { LastMove, RefStore } from "./ref-store.ts";
import type { SegmentReader } from "./segment-reader.ts";
import { SegmentStore } from "./segment-store.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { SqlRow } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";
import type { VersionLocator } from "./version-locator.ts";
import type { VersionTables } from "./version-tables.ts";
import { writeBatchRow } from "./write-batch-row.ts";

/** What batches are written with. */
export interface WriterParts {
  readonly connection: SqliteConnection;
  readonly schema: DatabaseSchema;
  readonly tables: VersionTables;
  readonly locator: VersionLocator;
  readonly refs: RefStore;
  readonly segments: SegmentReader;
  readonly ids: IdSource;
}

/** Writes batches inside a transaction that the caller has begun, in the order of design.md section 3. */
export class BatchWriter {
  readonly #parts: WriterParts;
  readonly #inserters: ReadonlyMap<string, RowInserter>;
  readonly #lists: ListParts;
  readonly #texts = new IdTexts();
  /** No stored version has a greater id; true while nobody else has written since. */
  #newest = "";
  #dataVersion: number | null = null;

  constructor(parts: WriterParts) {
    const { connection, tables, schema, segments, ids } = parts;
    this.#parts = parts;
    this.#inserters = new Map(
      tables.all.map(({ name, columns }) => [
        name,
        new RowInserter(connection, { table: name, columns }),
      ]),
    );
    const stores = new Map<SegmentTable, SegmentStore>();
    this.#lists = {
      fieldOf: (type, field) => {
        const found = schema.types.get(type)?.type.fields.find((each) => each.field === field);
        return found?.kind === "list" ? found : null;
      },
      storeOf: (rows) => {
        const store = stores.get(rows) ?? new SegmentStore(connection, rows);
        stores.set(rows, store);
        return store;
      },
      reader: segments,
      ids,
    };
  }

  /** To be called when a transaction was begun: others may have written since the last one. */
  begin(): void {
    const dataVersion = Number(this.#parts.connection.first("PRAGMA data_version")?.[0]);
    if (dataVersion === this.#dataVersion) return;
    this.#newest = this.#parts.locator.newest();
    this.#dataVersion = dataVersion;
  }

  /**
   * Writes a batch; a known one is answered with its receipt.
   *
   * @throws {DuplicateIdError} {@link DanglingReferenceError} {@link VersionConflictError} the batch is refused;
   *   what was written of it must be rolled back.
   */
  write(encoded: EncodedBatch): CommitReceipt {
    const { batch, ids } = encoded;
    const { batchId } = batch;
    if (!writeBatchRow(this.#parts.connection, batch, ids)) return this.#receiptOfKnown(encoded);
    const { connection, locator } = this.#parts;
    const versions = new BatchVersions(encoded, { connection, locator, newest: this.#newest });
    const moves = batch.moves.map((move) => ({ move, decided: this.#move(move, versions) }));
    checkReferences(versions);
    this.#insert(versions);
    return {
      batchId,
      moves: moves.map(({ move, decided }) => this.#movedRef(move, decided, versions)),
    };
  }

  /** The tip moves by compare-and-set: the row after its last one is ours, or the transaction fails. */
  #move(move: RefMove, versions: BatchVersions): DecidedMove {
    const { refs } = this.#parts;
    const { ids, batch } = versions.encoded;
    if (versions.place(move.to)?.lineageId !== move.lineageId) throw dangling(move);
    const lineageId = ids.of(move.lineageId);
    const seen = new Map<string, LastMove | null>();
    const decided = decideMove(move, (name) => {
      const last = refs.last(lineageId, name);
      seen.set(name, last);
      return last?.tip ?? null;
    });
    if (decided.writes) {
      const [to, batchId] = [ids.of(move.to), ids.of(batch.batchId)];
      refs.add({ lineageId, name: decided.ref, to, batchId }, seen.get(decided.ref) ?? null);
    }
    return decided;
  }

  /** Rows of one table go in together, but for those whose list rows must come right behind them. */
  #insert(versions: BatchVersions): void {
    const lists = new ListWriter(versions, this.#lists);
    const typeOf = (id: EcsId): string => versions.place(id)?.type ?? "";
    const together = new Map<string, SqlRow[]>();
    for (const version of versions.fresh.values()) {
      const { snapshot, table, row } = version;
      const places = lists.place(version);
      table.complete(row, snapshot, { lists: places, typeOf });
      if (snapshot.ecsId > this.#newest) this.#newest = snapshot.ecsId;
      if (lists.isWaiting) {
        this.#inserters.get(table.name)?.insert([row]);
        lists.flush();
      } else {
        const rows = together.get(table.name) ?? [];
        together.set(table.name, rows);
        rows.push(row);
      }
    }
    for (const [table, rows] of together) this.#inserters.get(table)?.insert(rows);
  }

  #movedRef(move: RefMove, decided: DecidedMove, versions: BatchVersions): MovedRef {
    const { lineageId, to } = move;
    const { ref, moved, tip } = decided;
    return { lineageId, ref, to, moved, tip, siblings: moved ? [] : this.#siblings(to, versions) };
  }

  /** A child's id is greater than its parent's (spec 1.2), so what is older than the parent is not looked at. */
  #siblings(to: EcsId, versions: BatchVersions): readonly EcsId[] {
    const place = versions.place(to);
    const table = versions.table(to);
    if (place === null || table === null || place.parentId === null) return [];
    const { ids } = versions.encoded;
    const parent = ids.of(place.parentId);
    const sql = `SELECT lower(hex(ecs_id)) FROM ${quoted(table.name)}
WHERE lineage_id = ? AND ecs_id > ? AND parent_id = ? AND ecs_id <> ? ORDER BY ecs_id`;
    return this.#parts.connection
      .all(sql, [ids.of(place.lineageId), parent, parent, ids.of(to)])
      .map(([hex]) => trustEcsId(this.#texts.of(String(hex))));
  }

  /** L4: names and outcomes are those of the first time; a branch's tip and siblings are those of now. */
  #receiptOfKnown(encoded: EncodedBatch): CommitReceipt {
    const { connection, locator, refs } = this.#parts;
    const { batch, ids } = encoded;
    const known = { ...encoded, versions: [] };
    const versions = new BatchVersions(known, { connection, locator, newest: this.#newest });
    const moves = batch.moves.map((move): MovedRef => {
      const { lineageId, to, name } = move;
      const blobs = {
        lineageId: ids.of(lineageId),
        to: ids.of(to),
        batchId: ids.of(batch.batchId),
      };
      const isMovedBy = (ref: string): boolean => refs.isMovedBy({ ...blobs, name: ref });
      if (name !== null && isMovedBy(name)) {
        return { lineageId, ref: name, to, moved: true, tip: move.expect, siblings: [] };
      }
      const branch = [branchName(to, "short"), branchName(to, "long")].find(isMovedBy);
      if (branch === undefined) {
        // the ref pointed to `to` already, so nothing was written
        return { lineageId, ref: name ?? "", to, moved: true, tip: to, siblings: [] };
      }
      const tip = name === null ? null : (refs.last(blobs.lineageId, name)?.tip ?? null);
      return this.#movedRef(move, { ref: branch, moved: false, tip, writes: false }, versions);
    });
    return { batchId: batch.batchId, moves };
  }
}

function dangling({ lineageId, name, to }: RefMove): DanglingReferenceError {
  return new DanglingReferenceError({
    entityType: `Lineage ${lineageId}`,
    ecsId: null,
    path: `ref ${name ?? "of a branch"}`,
    target: to,
  });
}
