import { column, type Column } from "./column.ts";

/** The columns that every table of versions begins with, in their order. */
export const versionColumns = [
  column("ecs_id", "id", "not null"),
  column("lineage_id", "id", "not null"),
  column("parent_id", "id", "null"),
  column("created_at", "instant", "not null"),
  column("schema_version", "integer", "not null"),
  column("batch_id", "id", "not null"),
  column("content_hash", "hash", "null"),
  column("erased_at", "instant", "null"),
] as const satisfies readonly Column[];

/** Name of the table for every type without a mapping. */
export const entityTableName = "entity";
