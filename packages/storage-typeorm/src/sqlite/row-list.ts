import { trustEcsId, type EcsId, type JsonValue } from "@minference/protocol";
import { checkPage, mainRef, type Page, type RowFilter } from "@minference/storage";
import type { MappedType } from "../mapping/mapped-table.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { columnCodec } from "./column-codec.ts";
import { IdBlobs } from "./id-blobs.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import type { SqlValue } from "./sqlite-handle.ts";
import { literal, quoted } from "./table-sql.ts";

/** A condition with its parameters; names come from the schema, values are parameters. */
interface Condition {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** The tip of `main` by its last move. */
const isMainTip = `v.ecs_id = (SELECT m.ecs_id FROM ref_move AS m
  WHERE m.lineage_id = v.lineage_id AND m.name = ${literal(mainRef)} ORDER BY m.seq DESC LIMIT 1)`;

/**
 * Ids of the versions that match, newest id first, from however many tables their types lie in (L20, L21).
 *
 * @throws {InvalidRequestError} the limit is not 1 to 1,000.
 */
export function readRows(
  filter: RowFilter,
  page: Page,
  {
    connection,
    schema,
  }: { readonly connection: SqliteConnection; readonly schema: DatabaseSchema },
): readonly EcsId[] {
  checkPage(page);
  const parts = [...new Set(filter.types)].flatMap((type) => {
    const source = sourceOf(type, filter.where, schema);
    return source === null ? [] : [pageOf(source, filter, page)];
  });
  if (parts.length === 0) return [];
  const union = parts.map(({ sql }) => `SELECT id FROM (${sql})`).join("\nUNION ALL\n");
  const sql = `SELECT lower(hex(id)) FROM (${union}) ORDER BY id DESC LIMIT ?`;
  const texts = new IdTexts();
  return connection
    .all(sql, [...parts.flatMap(({ parameters }) => parameters), page.limit])
    .map(([hex]) => trustEcsId(texts.of(String(hex))));
}

interface Source {
  readonly table: string;
  readonly conditions: readonly Condition[];
}

function pageOf(source: Source, filter: RowFilter, page: Page): Condition {
  const conditions: readonly Condition[] = [
    ...source.conditions,
    ...(page.before === null
      ? []
      : [{ sql: "v.ecs_id < ?", parameters: [new IdBlobs().of(page.before)] }]),
    ...(filter.versions === "main" ? [{ sql: isMainTip, parameters: [] }] : []),
  ];
  const where = conditions.map(({ sql }) => sql).join(" AND ");
  return {
    sql:
      `SELECT v.ecs_id AS id FROM ${quoted(source.table)} AS v ` +
      `${where === "" ? "" : `WHERE ${where} `}ORDER BY v.ecs_id DESC LIMIT ?`,
    parameters: [...conditions.flatMap(({ parameters }) => parameters), page.limit],
  };
}

/** Table and conditions of one type; null when no version of it can match. */
function sourceOf(
  type: string,
  where: Readonly<Record<string, JsonValue>>,
  schema: DatabaseSchema,
): Source | null {
  // L21: plain values only are equal to one another
  const wanted = Object.entries(where);
  if (wanted.some(([, value]) => typeof value === "object" && value !== null)) return null;
  const mapped = schema.types.get(type);
  if (mapped === undefined) {
    const isType = { sql: "v.type = ?", parameters: [type] };
    return { table: "entity", conditions: [isType, ...wanted.map(stateCondition)] };
  }
  const { table, type: own } = mapped;
  const conditions = wanted.map((each) => fieldCondition(each, own));
  if (!conditions.every((condition) => condition !== null)) return null;
  const isType =
    table.typeColumn === null
      ? []
      : [{ sql: `v.${quoted(table.typeColumn.name)} = ?`, parameters: [own.storedAs] }];
  return { table: table.name, conditions: [...isType, ...conditions] };
}

/** A schema version without the field leaves its column null, and equals nothing. */
function fieldCondition(
  [name, value]: readonly [string, JsonValue],
  { shapes }: MappedType,
): Condition | null {
  const byVersion = [...shapes].flatMap(([version, fields]): Condition[] => {
    const field = fields.find((each) => each.field === name);
    const encoded = field?.kind === "json" ? columnCodec(field.column).encode(value) : undefined;
    if (field?.kind !== "json" || encoded === undefined) return [];
    const sql = `v.${quoted(field.column.name)} IS ?`;
    if (shapes.size === 1) return [{ sql, parameters: [encoded] }];
    return [{ sql: `(v.schema_version = ? AND ${sql})`, parameters: [version, encoded] }];
  });
  if (byVersion.length === 0) return null;
  return {
    sql: `(${byVersion.map(({ sql }) => sql).join(" OR ")})`,
    parameters: byVersion.flatMap(({ parameters }) => parameters),
  };
}

/** Both texts were made by JSON.stringify, so equal values have equal texts. */
function stateCondition([name, value]: readonly [string, JsonValue]): Condition {
  return {
    sql: "EXISTS (SELECT 1 FROM json_each(v.state) AS f WHERE f.key = ? AND f.value = ?)",
    parameters: [name, JSON.stringify({ json: value })],
  };
}
