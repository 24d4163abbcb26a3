export { DatabasePathError } from "./errors/database-path-error.ts";
export { DriverError } from "./errors/driver-error.ts";
export { mapEntity } from "./mapping/map-entity.ts";
export type {
  ColumnOverride,
  EntityMapping,
  ListOverride,
  MappingOptions,
} from "./mapping/map-entity.ts";
export { openSqliteStorage } from "./sqlite/open-sqlite-storage.ts";
export type { SqliteOptions } from "./sqlite/open-sqlite-storage.ts";
export type { SqliteDriver, SqliteHandle, SqliteStatement } from "./sqlite/sqlite-handle.ts";
