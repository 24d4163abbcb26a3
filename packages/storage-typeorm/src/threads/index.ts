export { openSqliteStorage } from "./open-sqlite-storage.ts";
export { threadMappings } from "./thread-mappings.ts";
