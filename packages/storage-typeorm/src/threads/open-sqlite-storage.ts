import type { EntityStorage } from "@minference/storage";
import { fixedTables } from "../sqlite/migrations/1-fixed-tables.ts";
import { openWithMigrations, type SqliteOptions } from "../sqlite/open-sqlite-storage.ts";
import { threadTables } from "./sqlite-thread-tables.ts";
import { threadMappings } from "./thread-mappings.ts";

/**
 * As `openSqliteStorage` of `@minference/storage-typeorm`, with the tables of `@minference/threads` built in; `mappings`
 * are those of further types.
 */
export async function openSqliteStorage(options: SqliteOptions): Promise<EntityStorage> {
  const mappings = [...threadMappings, ...(options.mappings ?? [])];
  return openWithMigrations({ ...options, mappings }, [fixedTables, threadTables]);
}
