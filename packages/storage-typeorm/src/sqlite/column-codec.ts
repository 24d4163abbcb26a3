import { isUuid, type JsonValue } from "@minference/protocol";
import { frozenJson } from "@minference/storage";
import type { Column, ColumnKind } from "../mapping/column.ts";
import { uuidToBlob } from "./id-blobs.ts";
import { IdTexts, RepeatedIdTexts } from "./id-texts.ts";
import type { SqlValue } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";

/** How one plain field lies in SQLite. `undefined` says that a value is not of the column's kind. */
export interface ColumnCodec {
  /** What is stored for a value. */
  encode(value: JsonValue): SqlValue | undefined;
  /** What a stored value is. */
  decode(value: SqlValue): JsonValue | undefined;
  /** The expression that reads the column of a table alias, as `decode` takes it. */
  select(alias: string): string;
}

/** The codec of a column that holds a plain field. */
export function columnCodec(column: Column): ColumnCodec {
  const codec = codecOf(column);
  return {
    encode: (value) => (value === null ? absent(column) : codec.encode(value)),
    decode: (value) => (value === null ? absent(column) : codec.decode(value)),
    select: codec.select ?? ((alias) => `${alias}.${quoted(column.name)}`),
  };
}

function absent(column: Column): null | undefined {
  return column.nullable ? null : undefined;
}

/** A codec of the values that are not null. */
interface ValueCodec {
  encode(value: JsonValue): SqlValue | undefined;
  decode(value: SqlValue): JsonValue | undefined;
  /** The column itself unless given. */
  readonly select?: (alias: string) => string;
}

type PlainKind = Exclude<ColumnKind, "id" | "hash" | "dict">;

function codecOf(column: Column): ValueCodec {
  switch (column.kind) {
    case "uuid":
      return uuidCodec(column);
    case "enum":
      return enumCodec(column);
    case "text":
    case "uuid_text":
    case "integer":
    case "number":
    case "boolean":
    case "instant":
    case "instant_text":
    case "json":
      return codecs[column.kind];
    case "id":
    case "hash":
    case "dict":
      throw new TypeError(`a ${column.kind} column holds no plain field`);
    default:
      return column.kind satisfies never;
  }
}

const textCodec: ValueCodec = {
  // half of a surrogate pair would become U+FFFD in UTF-8
  encode: (value) => (typeof value === "string" && value.isWellFormed() ? value : undefined),
  decode: (value) => (typeof value === "string" ? value : undefined),
};

const codecs: Readonly<Record<Exclude<PlainKind, "uuid" | "enum">, ValueCodec>> = {
  text: textCodec,
  uuid_text: textCodec,
  integer: {
    encode: (value) => (typeof value === "number" && Number.isInteger(value) ? value : undefined),
    decode: (value) => (typeof value === "number" && Number.isInteger(value) ? value : undefined),
  },
  number: {
    encode: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
    decode: (value) => (typeof value === "number" && Number.isFinite(value) ? value : undefined),
  },
  boolean: {
    encode: (value) => (typeof value === "boolean" ? Number(value) : undefined),
    decode: (value) => (value === 1 ? true : value === 0 ? false : undefined),
  },
  instant: {
    encode: (value) => (isInstantText(value) ? Date.parse(value) : undefined),
    decode: (value) => (isInstant(value) ? new Date(value).toISOString() : undefined),
  },
  instant_text: {
    encode: (value) => (isInstantText(value) ? value : undefined),
    decode: (value) => (isInstantText(value) ? value : undefined),
  },
  json: {
    encode: (value) => JSON.stringify(value),
    decode: (value) => (typeof value === "string" ? parseJson(value) : undefined),
  },
};

function enumCodec({ values }: Column): ValueCodec {
  const allowed = new Set(values);
  return {
    encode: (value) => (typeof value === "string" && allowed.has(value) ? value : undefined),
    decode: (value) => (typeof value === "string" && allowed.has(value) ? value : undefined),
  };
}

/** Text in lower case with dashes is kept as 16 bytes; any other is kept as it is, so that it comes back exactly. */
function uuidCodec({ name }: Column): ValueCodec {
  const texts = new RepeatedIdTexts(new IdTexts());
  return {
    encode: (value) => {
      if (typeof value !== "string") return undefined;
      return uuidToBlob(value) ?? (isUuid(value.toLowerCase()) ? value : undefined);
    },
    decode: (value) => {
      if (typeof value !== "string") return undefined;
      if (value.length === 32) return texts.of(value);
      return isUuid(value.toLowerCase()) ? value : undefined;
    },
    select: (alias) => {
      const column = `${alias}.${quoted(name)}`;
      return `CASE typeof(${column}) WHEN 'blob' THEN lower(hex(${column})) ELSE ${column} END`;
    },
  };
}

/** True for the very text that `toISOString` gives; the usual ones are told without making it. */
function isInstantText(value: JsonValue | SqlValue): value is string {
  if (typeof value !== "string") return false;
  const instant = Date.parse(value);
  if (!isInstant(instant)) return false;
  const date = new Date(instant);
  if (!usualInstant.test(value)) return date.toISOString() === value;
  // Date.parse takes 30 February and 24:00 for the day that follows
  return (
    date.getUTCDate() === Number(value.slice(8, 10)) &&
    date.getUTCHours() === Number(value.slice(11, 13))
  );
}

const usualInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** True for milliseconds that a Date can hold. */
export function isInstant(value: SqlValue): value is number {
  return typeof value === "number" && Number.isInteger(value) && Math.abs(value) <= 8.64e15;
}

/** Values that most JSON columns hold, shared because they are frozen. */
const usual: ReadonlyMap<string, JsonValue> = new Map([
  ["[]", Object.freeze([])],
  ["{}", Object.freeze({})],
]);

/** The frozen JSON value of a stored text; undefined when the text is not one that was written. */
export function parseJson(text: string): JsonValue | undefined {
  const known = usual.get(text);
  if (known !== undefined) return known;
  try {
    const value: unknown = JSON.parse(text);
    return frozenJson(value, "value");
  } catch {
    // the errors of both quote the text, which must not get into an error of ours
    return undefined;
  }
}
