import type { SegmentTable } from "../mapping/mapped-table.ts";
import type { Column } from "../mapping/column.ts";
import type { TableDefinition } from "../schema/table-definition.ts";
import { quoted } from "./table-sql.ts";

/** The view `<table>_text`: every row of the table with ids, hashes and instants as text. */
export function textViewSql(table: TableDefinition): string {
  const columns = table.columns.map((column) => `  ${asText(column)} AS ${quoted(column.name)}`);
  return `CREATE VIEW ${quoted(`${table.name}_text`)} AS\nSELECT\n${columns.join(",\n")}\nFROM ${quoted(table.name)}`;
}

function asText({ name, kind }: Column): string {
  const column = quoted(name);
  switch (kind) {
    case "id":
      return uuidText(column);
    case "uuid":
      return `CASE typeof(${column}) WHEN 'blob' THEN ${uuidText(column)} ELSE ${column} END`;
    case "hash":
      return `nullif(lower(hex(${column})), '')`;
    case "instant":
      return `strftime('%Y-%m-%dT%H:%M:%fZ', ${column} / 1000.0, 'unixepoch')`;
    case "uuid_text":
    case "text":
    case "enum":
    case "integer":
    case "number":
    case "boolean":
    case "instant_text":
    case "json":
    case "dict":
      return column;
    default:
      return kind satisfies never;
  }
}

/** The dashed text of a 16-byte id; null stays null. */
function uuidText(column: string): string {
  const part = (start: number, length: number): string =>
    `substr(hex(${column}), ${start}, ${length})`;
  const parts = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)];
  return `lower(nullif(${parts.join(" || '-' || ")}, '----'))`;
}

/** A list field, and the table and columns of the versions that have it. */
export interface ListView {
  readonly rows: SegmentTable;
  readonly segment: string;
  readonly length: string;
}

/**
 * The view `<list table>_resolved`: (owner version, position, item) of every version, segments resolved, ids as
 * text and as blobs. Asked for one version it reads that version's list alone.
 */
export function resolvedViewSql({ rows, segment, length }: ListView): string {
  const [table, owner, item] = [rows.name, rows.owner, rows.item.name].map(quoted);
  return `CREATE VIEW ${quoted(`${rows.name}_resolved`)} AS
SELECT
  v.ecs_id AS version_id,
  ${uuidText("v.ecs_id")} AS version,
  list.key AS position,
  unhex(list.value) AS ${quoted(rows.item.name)},
  ${uuidText("unhex(list.value)")} AS ${quoted(rows.item.name.replace(/_id$/, ""))}
FROM ${owner ?? ""} AS v, json_each((
  WITH RECURSIVE chain(segment_id, below, depth) AS (
    SELECT v.${quoted(segment)}, v.${quoted(length)}, 0
    UNION ALL
    SELECT s.parent_segment_id, min(chain.below, s.parent_length), depth + 1
    FROM chain JOIN list_segment AS s ON s.segment_id = chain.segment_id
    WHERE s.parent_segment_id IS NOT NULL
  )
  SELECT json_group_array(item ORDER BY position) FROM (
    SELECT r.position, hex(r.${item ?? ""}) AS item, min(chain.depth)
    FROM chain JOIN ${table ?? ""} AS r
      ON r.segment_id = chain.segment_id AND r.position < chain.below
    GROUP BY r.position
  )
)) AS list`;
}
