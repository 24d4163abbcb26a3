import type { Migration } from "../../schema/migration.ts";

/** The tables that every database has, as the first release made them. A later change is a later migration. */
export const fixedTables: Migration = {
  version: 1,
  statements: [
    `CREATE TABLE "minference_schema" (
  "version" INTEGER NOT NULL PRIMARY KEY,
  "applied_at" INTEGER NOT NULL,
  "library_version" TEXT NOT NULL
)`,
    `CREATE TABLE "write_batch" (
  "batch_id" BLOB NOT NULL PRIMARY KEY,
  "created_at" INTEGER NOT NULL,
  "actor" TEXT,
  "reason" TEXT,
  "run_id" TEXT
)`,
    `CREATE TABLE "list_segment" (
  "segment_id" BLOB NOT NULL PRIMARY KEY,
  "owner_lineage_id" BLOB NOT NULL,
  "parent_segment_id" BLOB REFERENCES "list_segment" ("segment_id") DEFERRABLE INITIALLY DEFERRED,
  "parent_length" INTEGER NOT NULL,
  "created_at" INTEGER NOT NULL
)`,
    `CREATE TABLE "ref_move" (
  "lineage_id" BLOB NOT NULL,
  "name" TEXT NOT NULL,
  "seq" INTEGER NOT NULL,
  "ecs_id" BLOB,
  "batch_id" BLOB NOT NULL REFERENCES "write_batch" ("batch_id") DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY ("lineage_id", "name", "seq")
) WITHOUT ROWID`,
    `CREATE TABLE "receipt" (
  "receipt_id" BLOB NOT NULL PRIMARY KEY,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('erase', 'prune')),
  "created_at" INTEGER NOT NULL,
  "actor" TEXT,
  "reason" TEXT,
  "counts" TEXT NOT NULL,
  "ids" TEXT NOT NULL
)`,
    `CREATE TABLE "entity" (
  "ecs_id" BLOB NOT NULL PRIMARY KEY,
  "lineage_id" BLOB NOT NULL,
  "parent_id" BLOB,
  "created_at" INTEGER NOT NULL,
  "schema_version" INTEGER NOT NULL,
  "batch_id" BLOB NOT NULL REFERENCES "write_batch" ("batch_id") DEFERRABLE INITIALLY DEFERRED,
  "content_hash" BLOB,
  "erased_at" INTEGER,
  "type" TEXT NOT NULL,
  "state" TEXT NOT NULL
)`,
    `CREATE INDEX "entity_by_lineage_id_ecs_id" ON "entity" ("lineage_id", "ecs_id")`,
    `CREATE INDEX "entity_by_type_ecs_id" ON "entity" ("type", "ecs_id")`,
  ],
};
