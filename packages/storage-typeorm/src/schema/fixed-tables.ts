import { column } from "../mapping/column.ts";
import { plain, referring, type TableDefinition } from "./table-definition.ts";

/** Who wrote what, and why: one row for each batch. */
export const writeBatchTable: TableDefinition = {
  name: "write_batch",
  columns: [
    plain(column("batch_id", "id", "not null")),
    plain(column("created_at", "instant", "not null")),
    plain(column("actor", "text", "null")),
    plain(column("reason", "text", "null")),
    plain(column("run_id", "text", "null")),
  ],
  primaryKey: ["batch_id"],
  layout: "heap",
  partial: [],
  indexes: [],
};

const segmentId = column("segment_id", "id", "not null");

/** The chains of all copy-on-write lists: a segment hangs on its parent at `parent_length`. */
export const listSegmentTable: TableDefinition = {
  name: "list_segment",
  columns: [
    plain(segmentId),
    plain(column("owner_lineage_id", "id", "not null")),
    referring(column("parent_segment_id", "id", "null"), "list_segment", segmentId.name),
    plain(column("parent_length", "integer", "not null")),
    plain(column("created_at", "instant", "not null")),
  ],
  primaryKey: [segmentId.name],
  layout: "heap",
  partial: [],
  indexes: [],
};

/** A ref is its last move; the primary key is the compare-and-set. */
export const refMoveTable: TableDefinition = {
  name: "ref_move",
  columns: [
    plain(column("lineage_id", "id", "not null")),
    plain(column("name", "text", "not null")),
    plain(column("seq", "integer", "not null")),
    plain(column("ecs_id", "id", "null")),
    referring(column("batch_id", "id", "not null"), writeBatchTable.name, "batch_id"),
  ],
  primaryKey: ["lineage_id", "name", "seq"],
  layout: "clustered",
  partial: [],
  indexes: [],
};

/** What was erased or pruned. */
export const receiptTable: TableDefinition = {
  name: "receipt",
  columns: [
    plain(column("receipt_id", "id", "not null")),
    plain({ ...column("kind", "enum", "not null"), values: ["erase", "prune"] }),
    plain(column("created_at", "instant", "not null")),
    plain(column("actor", "text", "null")),
    plain(column("reason", "text", "null")),
    plain(column("counts", "json", "not null")),
    plain(column("ids", "json", "not null")),
  ],
  primaryKey: ["receipt_id"],
  layout: "heap",
  partial: [],
  indexes: [],
};

/** The migrations that were applied. */
export const schemaTable: TableDefinition = {
  name: "minference_schema",
  columns: [
    plain(column("version", "integer", "not null")),
    plain(column("applied_at", "instant", "not null")),
    plain(column("library_version", "text", "not null")),
  ],
  primaryKey: ["version"],
  layout: "heap",
  partial: [],
  indexes: [],
};
