import type { MappedTable, SegmentTable } from "../mapping/mapped-table.ts";
import { column } from "../mapping/column.ts";
import { entityTableName, versionColumns } from "../mapping/version-columns.ts";
import { listSegmentTable, writeBatchTable } from "./fixed-tables.ts";
import {
  plain,
  referring,
  type ColumnDefinition,
  type TableDefinition,
} from "./table-definition.ts";

/** Every version has a place in its lineage, found by this index; it serves `lineageRows`. */
const lineageIndex = ["lineage_id", "ecs_id"] as const;

/** The table of a mapping, as a database makes it. */
export function versionTable(table: MappedTable): TableDefinition {
  const { typeColumn } = table;
  return {
    name: table.name,
    columns: [
      ...ownVersionColumns(),
      ...(typeColumn === null ? [] : [plain(typeColumn)]),
      ...table.columns.map(plain),
    ],
    primaryKey: ["ecs_id"],
    layout: "heap",
    partial: table.partial.map(({ column: { name }, storedAs, required }) => ({
      column: name,
      typeColumn: typeColumn?.name ?? "type",
      storedAs,
      required,
    })),
    indexes: [lineageIndex, ...table.indexes.map((name) => [name])],
  };
}

/** The table of every type without a mapping; `(type, ecs_id)` serves `readRows`. */
export const entityTable: TableDefinition = {
  name: entityTableName,
  columns: [
    ...ownVersionColumns(),
    plain(column("type", "text", "not null")),
    plain(column("state", "json", "not null")),
  ],
  primaryKey: ["ecs_id"],
  layout: "heap",
  partial: [],
  indexes: [lineageIndex, ["type", "ecs_id"]],
};

/** The rows of one list field, as a database makes them. */
export function segmentTable(rows: SegmentTable): TableDefinition {
  return {
    name: rows.name,
    columns: [
      referring(column("segment_id", "id", "not null"), listSegmentTable.name, "segment_id"),
      plain(column("position", "integer", "not null")),
      plain(rows.item),
      ...(rows.itemType === null ? [] : [plain(rows.itemType)]),
      referring(rows.introducedBy, rows.owner, "ecs_id"),
      plain(column("created_at", "instant", "not null")),
    ],
    primaryKey: ["segment_id", "position"],
    layout: "clustered",
    partial: [],
    indexes: [],
  };
}

function ownVersionColumns(): readonly ColumnDefinition[] {
  return versionColumns.map((own) =>
    own.name === "batch_id" ? referring(own, writeBatchTable.name, "batch_id") : plain(own),
  );
}
