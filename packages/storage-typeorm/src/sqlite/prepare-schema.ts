import { SchemaDriftError, type Clock } from "@minference/protocol";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { libraryVersion } from "../schema/library-version.ts";
import { newestSchemaVersion, type Migration } from "../schema/migration.ts";
import { checkSchema, foundSchema, type FoundSchema } from "./check-schema.ts";
import { growTables, tablesToGrow } from "./grow-tables.ts";
import { derivedObjects, fixedObjects, type SchemaObject } from "./schema-objects.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { withStorageErrors } from "./sqlite-errors.ts";
import { quoted } from "./table-sql.ts";
import { asOnlyWriter } from "./write-lock.ts";

/** What a database is brought to. */
export interface SchemaParts {
  readonly connection: SqliteConnection;
  readonly schema: DatabaseSchema;
  /** By rising version. */
  readonly migrations: readonly Migration[];
  readonly clock: Clock;
  /** Milliseconds to wait for another writer. */
  readonly patienceMs: number;
}

/**
 * Brings a database to the schema of the mappings: the migrations that it lacks, the tables of mappings that are new
 * to it, and tables of earlier schema versions in the shape of now, all in one transaction. Of two processes that do so at once one does it and the other waits.
 *
 * @throws {SchemaDriftError} the database is of a newer release, or has other tables or columns than the mappings;
 *   nothing was changed.
 * @throws {StorageBusyError} another process was writing all the time.
 */
export async function prepareSchema(parts: SchemaParts): Promise<void> {
  const { connection, patienceMs } = parts;
  const what = "opening";
  const isReady = withStorageErrors({ what }, () => connection.read(() => isPrepared(parts)));
  if (isReady) return;
  // a table that is made anew is gone for a moment, and keys that name it must not be missed
  connection.pragma("foreign_keys = OFF");
  try {
    await asOnlyWriter(connection, patienceMs, () => {
      withStorageErrors({ what }, () => {
        migrate(parts);
      });
    });
  } finally {
    connection.pragma("foreign_keys = ON");
  }
}

function migrate(parts: SchemaParts): void {
  try {
    applyMigrations(parts);
    makeTables(parts);
    growTables(parts);
    // before indexes and views, which would stumble over a column that is missing
    checkSchema(parts);
    makeIndexesAndViews(parts);
    parts.connection.run("COMMIT");
  } catch (error) {
    parts.connection.rollback();
    throw error;
  }
}

function isPrepared(parts: SchemaParts): boolean {
  const found = foundSchema(parts.connection);
  refuseNewer(found);
  if (missingMigrations(parts, found).length > 0) return false;
  const isThere = ({ type, name, sql }: SchemaObject): boolean =>
    type === "view" ? found.objects.get(name)?.sql === sql : found.objects.has(name);
  if (!objects(parts).every(isThere) || tablesToGrow(parts).length > 0) return false;
  checkSchema(parts);
  return true;
}

function applyMigrations(parts: SchemaParts): void {
  const { connection, clock } = parts;
  const found = foundSchema(connection);
  refuseNewer(found);
  const missing = missingMigrations(parts, found);
  for (const { version, statements } of missing) {
    refuseTaken(found, version, statements);
    for (const statement of statements) connection.execute(statement);
    connection.run(
      "INSERT INTO minference_schema (version, applied_at, library_version) VALUES (?, ?, ?)",
      [version, clock.now(), libraryVersion()],
    );
  }
}

/** Tables of mappings that the database has not seen yet; a table that a migration made is not made again. */
function makeTables(parts: SchemaParts): void {
  const { objects: there } = foundSchema(parts.connection);
  const migrated = new Set(parts.migrations.flatMap(({ statements }) => statements));
  for (const { type, name, sql } of objects(parts)) {
    if (type === "table" && !there.has(name) && !migrated.has(sql)) parts.connection.execute(sql);
  }
}

/** A view holds nothing, so one of an earlier release is made anew. */
function makeIndexesAndViews(parts: SchemaParts): void {
  const { objects: there } = foundSchema(parts.connection);
  for (const { type, name, sql } of objects(parts)) {
    if (type === "index" && !there.has(name)) parts.connection.execute(sql);
    if (type === "view" && there.get(name)?.sql !== sql) {
      parts.connection.execute(`DROP VIEW IF EXISTS ${quoted(name)}`);
      parts.connection.execute(sql);
    }
  }
}

function objects({ schema }: SchemaParts): readonly SchemaObject[] {
  return [...fixedObjects(schema), ...derivedObjects(schema)];
}

function missingMigrations(
  { migrations }: SchemaParts,
  { versions }: FoundSchema,
): readonly Migration[] {
  return migrations.filter(({ version }) => !versions.has(version));
}

function refuseNewer({ versions }: FoundSchema): void {
  const [newest = 0] = [...versions.keys()].sort((one, other) => other - one);
  if (newest <= newestSchemaVersion) return;
  throw new SchemaDriftError({
    problem: `The database was migrated to version ${newest} by @minference/storage-typeorm ${versions.get(newest) ?? ""}; this release knows versions up to ${newestSchemaVersion}`,
    remedy: "Open it with that release or a later one",
  });
}

/** A table of somebody else under one of our names is not taken over. */
function refuseTaken(
  { objects: there }: FoundSchema,
  version: number,
  statements: readonly string[],
): void {
  const made = statements.map((sql) => /^CREATE \w+ "([^"]+)"/.exec(sql)?.[1] ?? "");
  const taken = made.find((name) => there.has(name));
  if (taken === undefined) return;
  throw new SchemaDriftError({
    problem: `Migration ${version} makes ${taken}, but the database has something of that name already`,
    remedy: "Rename that one, or open a database file of its own",
  });
}
