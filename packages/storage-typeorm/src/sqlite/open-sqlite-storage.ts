import { InvalidRequestError, StorageUnavailableError, randomIds } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import { setTimeout } from "node:timers/promises";
import { DataSource } from "typeorm";
import type { EntityMapping } from "../mapping/map-entity.ts";
import { databaseSchema, type DatabaseSchema } from "../schema/database-schema.ts";
import type { Migration } from "../schema/migration.ts";
import { entitySchemas } from "../typeorm/entity-schemas.ts";
import { inMemory, prepareDatabaseFile } from "./database-file.ts";
import { fixedTables } from "./migrations/1-fixed-tables.ts";
import { prepareSchema } from "./prepare-schema.ts";
import { SqliteConnection } from "./sqlite-connection.ts";
import { checkSqliteVersion, loadDriver } from "./sqlite-driver.ts";
import { isBusy, toStorageError } from "./sqlite-errors.ts";
import type { SqliteDriver, SqliteHandle } from "./sqlite-handle.ts";
import { SqliteStorage } from "./sqlite-storage.ts";
import { columnTypes } from "./table-sql.ts";
import { blockingWaitMs } from "./write-lock.ts";

/** Options of {@link openSqliteStorage}. */
export interface SqliteOptions {
  /** The database file, made when it is not there; `:memory:` for one that lives as long as the storage. */
  readonly path: string;
  /** Types with tables of their own, made by `mapEntity`; all others lie in `entity`. */
  readonly mappings?: readonly EntityMapping[];
  /** A class of better-sqlite3's shape; the installed better-sqlite3 unless given. */
  readonly driver?: SqliteDriver;
  /**
   * `full`: what was acknowledged survives a power cut. `normal`: about four times faster on a disk that syncs
   * slowly; a power cut may lose the last commits, never half of one.
   */
  readonly synchronous?: "full" | "normal";
  /** Milliseconds to wait for another process that writes; 5,000 unless given. */
  readonly busyTimeoutMs?: number;
}

/** Options without optionals. */
interface OpenOptions {
  readonly path: string;
  readonly mappings: readonly EntityMapping[];
  readonly driver: SqliteDriver | null;
  readonly synchronous: "full" | "normal";
  readonly patienceMs: number;
}

/**
 * A storage in a SQLite file, through TypeORM and better-sqlite3.
 *
 * The file is brought to the schema of the mappings first: missing migrations are applied, tables of new mappings
 * made. When that is refused, the file is as it was.
 *
 * @throws {InvalidRequestError} an option or a mapping makes no sense.
 * @throws {DriverError} the driver is missing, too old, or crashes on this Node.
 * @throws {DatabasePathError} the path is a folder, is read-only, or its folder is missing.
 * @throws {CorruptError} the file is no database, or is damaged.
 * @throws {SchemaDriftError} the file has other tables than the mappings, or is of a newer release.
 * @throws {StorageBusyError} another process was writing all the time.
 */
export async function openSqliteStorage(options: SqliteOptions): Promise<EntityStorage> {
  return openWithMigrations(options, [fixedTables]);
}

/** As {@link openSqliteStorage}, with further migrations: for the subpaths of this package that bring tables. */
export async function openWithMigrations(
  options: SqliteOptions,
  migrations: readonly Migration[],
): Promise<EntityStorage> {
  const opening = normalised(options);
  const schema = databaseSchema(opening.mappings);
  const driver = opening.driver ?? (await loadDriver());
  const file = prepareDatabaseFile(opening.path, driver);
  const opened = await openConnection({ ...opening, driver, path: file }, schema);
  const { connection, close } = opened;
  const { patienceMs } = opening;
  try {
    await prepareSchema({ connection, schema, migrations, patienceMs, clock: Date });
  } catch (error) {
    await close();
    throw error;
  }
  return new SqliteStorage({
    connection,
    schema,
    ids: randomIds,
    clock: Date,
    patienceMs,
    closeConnection: close,
  });
}

function normalised(options: SqliteOptions): OpenOptions {
  const {
    path,
    mappings = [],
    driver = null,
    synchronous = "full",
    busyTimeoutMs = 5000,
  } = options;
  if (!["full", "normal"].includes(synchronous)) {
    throw new InvalidRequestError({
      problem: `synchronous was given as ${JSON.stringify(synchronous)}`,
      remedy: "Give full or normal",
    });
  }
  if (!Number.isFinite(busyTimeoutMs) || busyTimeoutMs < 0) {
    throw new InvalidRequestError({
      problem: `busyTimeoutMs was given as ${busyTimeoutMs}`,
      remedy: "Give milliseconds, 0 or more",
    });
  }
  return { path, mappings, driver, synchronous, patienceMs: busyTimeoutMs };
}

interface OpenedConnection {
  readonly connection: SqliteConnection;
  readonly close: () => Promise<void>;
}

/** TypeORM opens the database; its `prepareDatabase` is the door to the driver's handle. */
async function openConnection(
  options: OpenOptions & { readonly driver: SqliteDriver },
  schema: DatabaseSchema,
): Promise<OpenedConnection> {
  let opened: SqliteHandle | null = null;
  const source = new DataSource({
    type: "better-sqlite3",
    database: options.path,
    driver: options.driver,
    fileMustExist: options.path !== inMemory,
    timeout: blockingWaitMs,
    synchronize: false,
    logging: false,
    entities: [...entitySchemas(schema, ({ kind }) => lowered(columnTypes[kind]))],
    prepareDatabase: async (handle: SqliteHandle) => {
      opened = handle;
      await prepareHandle(handle, options);
    },
  });
  try {
    await source.initialize();
    const connection = new SqliteConnection(theHandle(opened));
    return { connection, close: () => source.destroy() };
  } catch (error) {
    closeHandle(opened);
    throw toStorageError(error, { what: "opening", waitedMs: options.patienceMs });
  }
}

/** Journal and durability, before TypeORM uses the handle. Another process may be changing the journal just then. */
async function prepareHandle(handle: SqliteHandle, options: OpenOptions): Promise<void> {
  const connection = new SqliteConnection(handle);
  checkSqliteVersion(String(connection.first("SELECT sqlite_version()")?.[0]));
  const start = performance.now();
  for (;;) {
    try {
      const [mode] = connection.first("PRAGMA journal_mode = WAL") ?? [];
      if (options.path !== inMemory && mode !== "wal") throw noLog(options.path);
      break;
    } catch (error) {
      if (!isBusy(error) || performance.now() - start > options.patienceMs) throw error;
    }
    await setTimeout(blockingWaitMs);
  }
  // V42a: what is erased is overwritten, not only given free
  handle.pragma("secure_delete = ON");
  handle.pragma(`synchronous = ${options.synchronous}`);
}

function noLog(path: string): StorageUnavailableError {
  return new StorageUnavailableError({
    problem: `${path} is on a file system where SQLite cannot keep a write-ahead log`,
    remedy: "Put the database on a local disk",
  });
}

function theHandle(handle: SqliteHandle | null): SqliteHandle {
  if (handle !== null) return handle;
  throw new StorageUnavailableError({
    problem: "TypeORM opened the database without handing over its connection",
    remedy: "Use a release of TypeORM with the option prepareDatabase",
  });
}

function closeHandle(handle: SqliteHandle | null): void {
  handle?.close();
}

function lowered(type: "BLOB" | "INTEGER" | "REAL" | "TEXT"): "blob" | "integer" | "real" | "text" {
  switch (type) {
    case "BLOB":
      return "blob";
    case "INTEGER":
      return "integer";
    case "REAL":
      return "real";
    case "TEXT":
      return "text";
    default:
      return type satisfies never;
  }
}
