import { SchemaDriftError } from "@minference/protocol";
import { entityTableName, versionColumns } from "../mapping/version-columns.ts";
import type { DatabaseSchema } from "../schema/database-schema.ts";
import { derivedObjects, fixedObjects } from "./schema-objects.ts";
import type { SqliteConnection } from "./sqlite-connection.ts";
import { differenceText, tableDifferences } from "./table-differences.ts";
import { quoted } from "./table-sql.ts";

/** What a database file has. */
export interface FoundSchema {
  /** Tables, indexes and views by name. */
  readonly objects: ReadonlyMap<string, { readonly type: string; readonly sql: string }>;
  /** Applied migrations, and the release that applied each. */
  readonly versions: ReadonlyMap<number, string>;
}

/** Reads what a database has. */
export function foundSchema(connection: SqliteConnection): FoundSchema {
  const rows = connection.all("SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL");
  const objects = new Map(
    rows.map(([name, type, sql]) => [String(name), { type: String(type), sql: String(sql) }]),
  );
  if (!objects.has("minference_schema")) return { objects, versions: new Map() };
  const applied = connection.all("SELECT version, library_version FROM minference_schema");
  return {
    objects,
    versions: new Map(applied.map(([version, library]) => [Number(version), String(library)])),
  };
}

/**
 * Lets a database pass whose tables are those of the mappings.
 *
 * @throws {SchemaDriftError} naming each column that is missing, too many or of another type, tables with versions
 *   that no mapping names, and types that are mapped now but lie in `entity`.
 */
export function checkSchema({
  connection,
  schema,
}: {
  readonly connection: SqliteConnection;
  readonly schema: DatabaseSchema;
}): void {
  const found = foundSchema(connection);
  const differences = [
    ...tableDrift(schema, found),
    ...unmappedTables(schema, found, connection),
    ...movedTypes(schema, found, connection),
  ];
  if (differences.length === 0) return;
  throw new SchemaDriftError({
    problem: `The database and the mappings differ: ${differences.join("; ")}`,
    remedy:
      "Open it with the mappings that it was written with, or change the named tables by a migration of your own (a missing column that may be null: ALTER TABLE … ADD COLUMN as shown)",
  });
}

function tableDrift(schema: DatabaseSchema, { objects }: FoundSchema): readonly string[] {
  const expected = [...fixedObjects(schema), ...derivedObjects(schema)];
  return expected.flatMap(({ type, name, sql }) => {
    if (type !== "table") return [];
    const there = objects.get(name);
    if (there === undefined) return [`table ${name} is missing`];
    if (there.type !== "table") return [`${name} is a ${there.type}, no table`];
    return there.sql === sql
      ? []
      : tableDifferences(sql, there.sql).map((each) => differenceText(name, each));
  });
}

/** Tables of versions that this opening would not read: their types would be written elsewhere from now on. */
function unmappedTables(
  { derived }: DatabaseSchema,
  { objects }: FoundSchema,
  connection: SqliteConnection,
): readonly string[] {
  const known = new Set([...derived.map(({ name }) => name), entityTableName]);
  return [...objects].flatMap(([name, { type, sql }]) => {
    const isOurs = versionColumns.every((column) => sql.includes(`"${column.name}"`));
    if (type !== "table" || known.has(name) || !isOurs) return [];
    const row = connection.first(`SELECT count(*) FROM ${quoted(name)}`);
    const count = Number(row?.[0]);
    return count === 0 ? [] : [`table ${name} holds ${count} versions, but no mapping names it`];
  });
}

function movedTypes(
  { types }: DatabaseSchema,
  { objects }: FoundSchema,
  connection: SqliteConnection,
): readonly string[] {
  if (!objects.has(entityTableName)) return [];
  const rows = connection.all(
    "SELECT type, count(*) FROM entity WHERE type IN (SELECT value FROM json_each(?)) GROUP BY type",
    [JSON.stringify([...types.keys()])],
  );
  return rows.map(
    ([type, count]) =>
      `${String(count)} versions of ${String(type)} lie in table entity, but it is mapped to ${types.get(String(type))?.table.name ?? ""}`,
  );
}
