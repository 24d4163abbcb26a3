import type { Clock, EcsId, IdSource, LineageId } from "@minference/protocol";
import {
  StorageClosedError,
  type CommitReceipt,
  type EntitySnapshot,
  type EntityStorage,
  type EraseRequest,
  type Erasure,
  type Page,
  type PruneReceipt,
  type PruneRequest,
  type RefLogEntry,
  type RefTip,
  type RowFilter,
  type SetRef,
  type StorageProblem,
  type StorageStatus,
  type TreeRead,
  type VersionRow,
  type WriteBatch,
} from "@minference/storage";
import { GroupQueue } from "../commit/group-queue.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { BatchWriter } from "./batch-writer.ts";
import { encodeBatch } from "./encoded-batch.ts";
import { GroupWriter } from "./group-writer.ts";
import { uuidToBlob } from "./id-blobs.ts";
import { LineageReader } from "./lineage-rows.ts";
import { readStatus } from "./read-status.ts";
import { RefStore } from "./ref-store.ts";
import { readRows } from "./row-list.ts";
import { SegmentReader } from "./segment-reader.ts";
import { setRef } from "./set-ref.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { withStorageErrors } from "./sqlite-errors.ts";
import { readVersions, type TreeParts } from "./tree-reader.ts";
import { Eraser } from "./upkeep/eraser.ts";
import { FileShrinker } from "./upkeep/file-shrinker.ts";
import { planPruning } from "./upkeep/plan-pruning.ts";
import { pruneVersions } from "./upkeep/prune-versions.ts";
import { readErasures } from "./upkeep/receipts.ts";
import { verifyDatabase } from "./upkeep/verify-database.ts";
import { VersionLocator } from "./version-locator.ts";
import { VersionTables } from "./version-tables.ts";

/** What a SQLite storage stands on. */
export interface SqliteStorageParts {
  readonly connection: SqliteConnection;
  readonly schema: DatabaseSchema;
  readonly ids: IdSource;
  readonly clock: Clock;
  /** Milliseconds to wait for another writer. */
  readonly patienceMs: number;
  /** Lets go of the connection. */
  readonly closeConnection: () => Promise<void>;
}

/**
 * A storage in one SQLite database.
 *
 * Every access is a synchronous block on the one connection, so reads and groups of writes follow one another.
 */
export class SqliteStorage implements EntityStorage {
  readonly backend = "sqlite";
  readonly #parts: SqliteStorageParts;
  readonly #tables: VersionTables;
  readonly #reading: TreeParts;
  readonly #refs: RefStore;
  readonly #lineages: LineageReader;
  readonly #writer: BatchWriter;
  readonly #queue: GroupQueue;
  readonly #eraser: Eraser;
  #closing: Promise<void> | null = null;

  constructor(parts: SqliteStorageParts) {
    const { connection, schema, ids, patienceMs } = parts;
    const tables = new VersionTables(schema);
    const segments = new SegmentReader(connection);
    const locator = new VersionLocator(connection, tables);
    this.#parts = parts;
    this.#tables = tables;
    this.#reading = { connection, tables, locator, segments };
    this.#refs = new RefStore(connection);
    this.#lineages = new LineageReader(connection, tables);
    this.#writer = new BatchWriter({ ...this.#reading, schema, refs: this.#refs, ids });
    const groups = new GroupWriter({
      connection,
      patienceMs,
      begun: () => {
        this.#writer.begin();
      },
    });
    this.#queue = new GroupQueue((jobs) => groups.write(jobs));
    const shrinker = new FileShrinker(connection, patienceMs);
    this.#eraser = new Eraser(this.#reading, this.#queue, shrinker);
  }

  async commit(batch: WriteBatch): Promise<CommitReceipt> {
    this.#assertOpen("commit");
    const encoded = encodeBatch(batch, this.#tables);
    return await this.#queue.add(encoded.bytes, () => this.#writer.write(encoded));
  }

  async readTrees(ids: readonly EcsId[]): Promise<TreeRead> {
    return this.#read("readTrees", () => {
      const snapshots = readVersions(ids, "trees", this.#reading);
      const asked = new Set(ids);
      const lineages = ids.flatMap((id) => snapshots.get(id)?.lineageId ?? []);
      return { snapshots, tips: this.#refs.tips(lineages).filter(({ tip }) => asked.has(tip)) };
    });
  }

  async readSnapshots(ids: readonly EcsId[]): Promise<ReadonlyMap<EcsId, EntitySnapshot>> {
    return this.#read("readSnapshots", () => readVersions(ids, "alone", this.#reading));
  }

  async readRows(filter: RowFilter, page: Page): Promise<readonly EcsId[]> {
    return this.#read("readRows", () => readRows(filter, page, this.#parts));
  }

  async lineageRows(lineageId: LineageId): Promise<readonly VersionRow[]> {
    return this.#read("lineageRows", () => this.#lineages.rows(lineageId));
  }

  async refs(lineageIds: readonly LineageId[]): Promise<readonly RefTip[]> {
    return this.#read("refs", () => this.#refs.tips(lineageIds));
  }

  async refLog(lineageId: LineageId, name: string): Promise<readonly RefLogEntry[]> {
    const lineage = uuidToBlob(lineageId);
    return this.#read("refLog", () => (lineage === null ? [] : this.#refs.log(lineage, name)));
  }

  async setRef(change: SetRef): Promise<void> {
    this.#assertOpen("setRef");
    await this.#queue.add(0, () => {
      setRef(change, { ...this.#reading, refs: this.#refs });
    });
  }

  async erase(request: EraseRequest): Promise<void> {
    this.#assertOpen("erase");
    await this.#eraser.erase(request);
  }

  async erasures(lineageId: LineageId): Promise<readonly Erasure[]> {
    return this.#read("erasures", () => readErasures(this.#parts.connection, lineageId));
  }

  async prune(request: PruneRequest): Promise<PruneReceipt> {
    this.#assertOpen("prune");
    const parts = { ...this.#parts, ...this.#parts.schema, tables: this.#tables.all };
    if (request.mode === "count") {
      return this.#read("prune", () => planPruning(request, parts).receipt);
    }
    return await this.#queue.add(0, () => pruneVersions(request, parts));
  }

  async verify(): Promise<readonly StorageProblem[]> {
    return this.#read("verify", () => verifyDatabase(this.#reading));
  }

  async status(): Promise<StorageStatus> {
    const { connection } = this.#parts;
    return this.#read("status", () => readStatus(this.backend, connection, this.#tables));
  }

  async clear(): Promise<void> {
    this.#assertOpen("clear");
    await this.#queue.add(0, () => {
      clearTables(this.#parts);
    });
  }

  async close(): Promise<void> {
    this.#closing ??= this.#close();
    await this.#closing;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #close(): Promise<void> {
    await this.#queue.drained();
    await this.#eraser.idle();
    try {
      withStorageErrors({ what: "closing" }, () => {
        this.#parts.connection.pragma("wal_checkpoint(TRUNCATE)");
      });
    } finally {
      await this.#parts.closeConnection();
    }
  }

  #read<T>(operation: string, read: () => T): T {
    this.#assertOpen(operation);
    return withStorageErrors({ what: operation }, () => this.#parts.connection.read(read));
  }

  #assertOpen(operation: string): void {
    if (this.#closing === null) return;
    throw new StorageClosedError({ backend: this.backend, operation });
  }
}

/** Deletes every row but the notes of the migrations. */
function clearTables({ connection, schema }: SqliteStorageParts): void {
  for (const { name } of [...schema.derived, ...schema.fixed]) {
    if (name !== "minference_schema") connection.run(`DELETE FROM "${name}"`);
  }
}
