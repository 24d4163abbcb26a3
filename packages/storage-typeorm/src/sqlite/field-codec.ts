import { isUuid, trustEcsId, type EcsId } from "@minference/protocol";
import type { StoredValue, WrittenValue } from "@minference/storage";
import type { MappedField } from "../mapping/mapped-table.ts";
import { columnCodec, parseJson } from "./column-codec.ts";
import type { IdBlobs } from "./id-blobs.ts";
import { IdTexts, RepeatedIdTexts } from "./id-texts.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";
import type { ReadLink, ReadList } from "./version-table.ts";

/** What a version names, collected while its fields are read. */
export interface ReadingLinks {
  readonly links: ReadLink[];
  readonly lists: ReadList[];
}

/** How one field of a mapped type lies in the columns of its table. */
export interface FieldCodec {
  readonly field: string;
  /** Name of the first column, for errors. */
  readonly column: string;
  /** Expressions for the columns of the field, for a table alias. */
  select(alias: string): readonly string[];
  /** Value of its first column, others stay null; undefined when the value is not of the field's kind. */
  encode(value: WrittenValue, ids: IdBlobs): SqlValue | undefined;
  /** The field in a row, its values from `at` on; undefined when a column holds what was never written. */
  read(row: SqlRow, at: number, into: ReadingLinks): StoredValue | undefined;
}

/** The codec of a field. */
export function fieldCodec(field: MappedField): FieldCodec {
  switch (field.kind) {
    case "json":
      return jsonCodec(field);
    case "ref":
      return refCodec(field);
    case "dict":
      return dictCodec(field);
    case "list":
      return listCodec(field);
    default:
      return field satisfies never;
  }
}

/** What most fields hold, shared because it is frozen. */
const jsonNull: StoredValue = Object.freeze({ json: null });
const noRef: StoredValue = Object.freeze({ ref: null });
const emptyItems: StoredValue = Object.freeze({ list: Object.freeze([]) });

function jsonCodec({ field, column }: Extract<MappedField, { kind: "json" }>): FieldCodec {
  const codec = columnCodec(column);
  return {
    field,
    column: column.name,
    select: (alias) => [codec.select(alias)],
    encode: (value) => ("json" in value ? codec.encode(value.json) : undefined),
    read: (row, at) => {
      const json = codec.decode(row[at] ?? null);
      if (json === undefined) return undefined;
      return json === null ? jsonNull : { json };
    },
  };
}

/** The digits of an id column; of null they are the empty text. */
function hexSql(alias: string, column: string): string {
  return `lower(hex(${alias}.${quoted(column)}))`;
}

function refCodec({
  field,
  column,
  typeColumn,
  target,
}: Extract<MappedField, { kind: "ref" }>): FieldCodec {
  const texts = new RepeatedIdTexts(new IdTexts());
  return {
    field,
    column: column.name,
    select: (alias) => [
      hexSql(alias, column.name),
      ...(typeColumn === null ? [] : [`${alias}.${quoted(typeColumn.name)}`]),
    ],
    encode: (value, ids) => {
      if (!("ref" in value) || (value.ref === null && !column.nullable)) return undefined;
      return value.ref === null ? null : ids.of(value.ref);
    },
    read: (row, at, { links }) => {
      const hex = row[at];
      if (hex === "") return column.nullable ? noRef : undefined;
      if (typeof hex !== "string" || hex.length !== 32) return undefined;
      const ref = trustEcsId(texts.of(hex));
      const type = typeColumn === null ? null : row[at + 1];
      links.push({ id: ref, table: target, type: typeof type === "string" ? type : null });
      return { ref };
    },
  };
}

function dictCodec({ field, column }: Extract<MappedField, { kind: "dict" }>): FieldCodec {
  return {
    field,
    column: column.name,
    select: (alias) => [`${alias}.${quoted(column.name)}`],
    encode: (value) => ("dict" in value ? JSON.stringify(value.dict) : undefined),
    read: (row, at, { links }) => {
      const dict = parseDict(row[at] ?? null);
      if (dict === undefined) return undefined;
      for (const id of Object.values(dict)) links.push({ id, table: null, type: null });
      return { dict };
    },
  };
}

function listCodec({
  field,
  segment,
  length,
  rows,
}: Extract<MappedField, { kind: "list" }>): FieldCodec {
  return {
    field,
    column: segment.name,
    select: (alias) => [hexSql(alias, segment.name), `${alias}.${quoted(length.name)}`],
    encode: (value) => ("list" in value ? null : undefined),
    read: (row, at, { lists }) => {
      const [hex, count] = [row[at], row[at + 1]];
      if (!isLength(count) || typeof hex !== "string") return undefined;
      if (hex === "") return count === 0 ? emptyItems : undefined;
      if (hex.length !== 32 || count === 0) return undefined;
      lists.push({ field, rows, segment: hex, length: count });
      // the items are read afterwards, and put in its place
      return emptyItems;
    },
  };
}

/** True for a number of items. */
export function isLength(value: SqlValue | undefined): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0;
}

/** The frozen version ids by key of a stored text; undefined when it is not one that was written. */
export function parseDict(text: SqlValue): Readonly<Record<string, EcsId>> | undefined {
  const json = typeof text === "string" ? parseJson(text) : undefined;
  if (typeof json !== "object" || json === null || Array.isArray(json)) return undefined;
  const entries = Object.entries<unknown>(json).map(([key, id]): [string, EcsId] | null =>
    typeof id === "string" && isUuid(id) ? [key, trustEcsId(id)] : null,
  );
  if (!entries.every((entry) => entry !== null)) return undefined;
  return Object.freeze(Object.fromEntries(entries));
}
