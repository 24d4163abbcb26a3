import { SchemaDriftError, shortId, trustEcsId, type EcsId } from "@minference/protocol";
import type { StoredValue, WrittenSnapshot } from "@minference/storage";
import { columnsOf } from "../mapping/derive-tables.ts";
import type { MappedField, MappedTable, MappedType } from "../mapping/mapped-table.ts";
import { versionColumns } from "../mapping/version-columns.ts";
import type { ListPlace } from "../segments/list-place.ts";
import {
  fieldCodec,
  isLength,
  parseDict,
  type FieldCodec,
  type ReadingLinks,
} from "./field-codec.ts";
import { uuidHexToBlob, type IdBlobs } from "./id-blobs.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { literal, quoted } from "./table-sql.ts";
import { corruptColumn, encodeVersion, VersionReader } from "./version-codec.ts";
import type { Completion, ReadVersion, VersionLinks, VersionTable } from "./version-table.ts";

/** A field of a type, with its places in a row. */
interface PlacedField {
  readonly mapped: MappedField;
  readonly codec: FieldCodec;
  /** Place of its first column in a written row. */
  readonly writeAt: number;
  /** Place of its first value in a read row. */
  readonly readAt: number;
}

interface PlacedType {
  readonly type: string;
  readonly storedAs: string;
  readonly fields: readonly PlacedField[];
  readonly linkFields: readonly string[];
}

/** The table of a mapping: a column or two for each field. */
export class MappedVersionTable implements VersionTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly linksSql: string | null;
  readonly #codecs: readonly FieldCodec[];
  readonly #types: readonly PlacedType[];
  readonly #byType: ReadonlyMap<string, PlacedType>;
  readonly #typeColumn: string | null;
  readonly #linkFields: readonly MappedField[];
  readonly #reader = new VersionReader();
  readonly #texts = new IdTexts();

  constructor(table: MappedTable) {
    this.name = table.name;
    this.#typeColumn = table.typeColumn?.name ?? null;
    const ownColumns = table.columns.map(({ name }) => name);
    const before = [
      ...versionColumns.map(({ name }) => name),
      ...(this.#typeColumn === null ? [] : [this.#typeColumn]),
    ];
    this.columns = [...before, ...ownColumns];
    const fields = uniqueFields(table);
    this.#codecs = fields.map(fieldCodec);
    // every column is read once, so a field lies equally far from the first in a written and in a read row
    const readBefore = VersionReader.width + (this.#typeColumn === null ? 0 : 1);
    const placed = fields.map((mapped, index): PlacedField => {
      const at = ownColumns.indexOf(columnsOf(mapped)[0]?.name ?? "");
      const codec = this.#codecs[index] ?? fieldCodec(mapped);
      return { mapped, codec, writeAt: before.length + at, readAt: readBefore + at };
    });
    this.#types = table.types.map((type) => placedType(type, placed));
    this.#byType = new Map(this.#types.map((type) => [type.type, type]));
    this.#linkFields = fields.filter(({ kind }) => kind !== "json");
    this.linksSql = linksSql(table.name, this.#linkFields);
  }

  select(alias: string): readonly string[] {
    return [
      ...VersionReader.select(alias),
      ...(this.#typeColumn === null ? [] : [`${alias}.${quoted(this.#typeColumn)}`]),
      ...this.#codecs.flatMap((codec) => codec.select(alias)),
    ];
  }

  typeSql(alias: string): string {
    if (this.#typeColumn === null) return literal(this.#types[0]?.type ?? "");
    const cases = this.#types.map(
      ({ type, storedAs }) => `WHEN ${literal(storedAs)} THEN ${literal(type)}`,
    );
    return `CASE ${alias}.${quoted(this.#typeColumn)} ${cases.join(" ")} END`;
  }

  linkFields({ type }: WrittenSnapshot): readonly string[] {
    return this.#placed(type).linkFields;
  }

  encode(snapshot: WrittenSnapshot, ids: IdBlobs): SqlValue[] {
    const type = this.#placed(snapshot.type);
    const row = encodeVersion(snapshot, ids);
    while (row.length < this.columns.length) row.push(null);
    if (this.#typeColumn !== null) row[versionColumns.length] = type.storedAs;
    for (const { codec, writeAt } of type.fields) {
      const { field } = codec;
      const value = Object.hasOwn(snapshot.state, field) ? snapshot.state[field] : undefined;
      const encoded = value === undefined ? undefined : codec.encode(value, ids);
      if (encoded === undefined) throw this.#unfit(snapshot, codec);
      row[writeAt] = encoded;
    }
    const known = Object.keys(snapshot.state).length;
    if (known > type.fields.length) throw this.#unknownField(snapshot, type);
    return row;
  }

  complete(row: SqlValue[], snapshot: WrittenSnapshot, { lists, typeOf }: Completion): void {
    for (const { mapped, writeAt } of this.#placed(snapshot.type).fields) {
      const value = snapshot.state[mapped.field];
      if (mapped.kind === "list") {
        const place = lists.get(mapped.field);
        if (place?.kind !== "segment") continue;
        row[writeAt] = place.segment;
        row[writeAt + 1] = place.length;
      } else if (mapped.kind === "ref" && mapped.typeColumn !== null) {
        const named = value !== undefined && "ref" in value ? value.ref : null;
        row[writeAt + 1] = named === null ? null : typeOf(named);
      }
    }
  }

  idAt(row: SqlRow, at: number): EcsId | null {
    return this.#reader.id(row, at);
  }

  read(row: SqlRow, at: number): ReadVersion {
    const version = this.#reader.read(row, at, this.name);
    const type = this.#typeAt(row, at, version.ecsId);
    const state: Record<string, StoredValue> = {};
    const into: ReadingLinks = { links: [], lists: [] };
    for (const { codec, readAt } of type.fields) {
      const value = codec.read(row, at + readAt, into);
      if (value === undefined) {
        throw corruptColumn({
          type: type.type,
          id: version.ecsId,
          column: `${this.name}.${codec.column}`,
        });
      }
      state[codec.field] = value;
    }
    return { snapshot: { ...version, type: type.type, state }, state, ...into };
  }

  readLinks(row: SqlRow, id: EcsId): VersionLinks {
    const refs = new Map<string, EcsId>();
    const dicts = new Map<string, ReadonlySet<string>>();
    const lists = new Map<string, ListPlace>();
    let at = 0;
    for (const mapped of this.#linkFields) {
      const { field } = mapped;
      const value = row[at] ?? null;
      if (mapped.kind === "ref") {
        if (typeof value === "string" && value.length === 32) {
          refs.set(field, trustEcsId(this.#texts.of(value)));
        }
        at += 1;
      } else if (mapped.kind === "dict") {
        dicts.set(field, new Set(Object.values(parseDict(value) ?? {})));
        at += 1;
      } else if (mapped.kind === "list") {
        const [length, ownFrom] = [row[at + 1] ?? 0, row[at + 2] ?? 0];
        const isPlace = typeof value === "string" && isLength(length) && isLength(ownFrom);
        if (!isPlace || value.length % 32 !== 0) {
          throw corruptColumn({
            type: this.name,
            id,
            column: `${this.name}.${mapped.segment.name}`,
          });
        }
        const segment = value === "" ? null : uuidHexToBlob(value);
        lists.set(field, { kind: "segment", rows: mapped.rows, segment, length, ownFrom });
        at += 3;
      }
    }
    return { refs, dicts, lists };
  }

  #placed(type: string): PlacedType {
    const placed = this.#byType.get(type);
    if (placed === undefined) throw new TypeError(`table ${this.name} was given a ${type}`);
    return placed;
  }

  #typeAt(row: SqlRow, at: number, id: EcsId): PlacedType {
    const stored = this.#typeColumn === null ? null : row[at + VersionReader.width];
    const type =
      stored === null ? this.#types[0] : this.#types.find(({ storedAs }) => storedAs === stored);
    if (type !== undefined) return type;
    throw corruptColumn({
      type: "A version",
      id,
      column: `${this.name}.${this.#typeColumn ?? ""}`,
    });
  }

  #unfit({ type, ecsId }: WrittenSnapshot, codec: FieldCodec): SchemaDriftError {
    return new SchemaDriftError({
      problem: `${type} …${shortId(ecsId)}: the field ${codec.field} is missing or not what the column ${this.name}.${codec.column} holds`,
      remedy: "Map the class that the program uses, in the shape that it has now",
      entityType: type,
      ecsId,
      path: codec.field,
    });
  }

  #unknownField({ type, ecsId, state }: WrittenSnapshot, placed: PlacedType): SchemaDriftError {
    const known = new Set(placed.fields.map(({ codec }) => codec.field));
    const unknown = Object.keys(state).find((field) => !known.has(field)) ?? "";
    return new SchemaDriftError({
      problem: `${type} …${shortId(ecsId)}: table ${this.name} has no column for the field ${unknown}`,
      remedy: "Map the class that the program uses, in the shape that it has now",
      entityType: type,
      ecsId,
      path: unknown,
    });
  }
}

/** The fields of all types of a table in the order of its columns. */
function uniqueFields(table: MappedTable): readonly MappedField[] {
  const fields = new Map<string, MappedField>();
  for (const { fields: own } of table.types)
    for (const field of own) fields.set(field.field, field);
  const place = (field: MappedField): number =>
    table.columns.findIndex(({ name }) => name === columnsOf(field)[0]?.name);
  return [...fields.values()].sort((one, other) => place(one) - place(other));
}

function placedType(type: MappedType, placed: readonly PlacedField[]): PlacedType {
  const byField = new Map(placed.map((field) => [field.mapped.field, field]));
  return {
    type: type.type,
    storedAs: type.storedAs,
    fields: type.fields.flatMap(({ field }) => byField.get(field) ?? []),
    linkFields: type.fields.filter(({ kind }) => kind !== "json").map(({ field }) => field),
  };
}

/** Columns of what a version names, and for each list where the own rows of its segment begin. */
function linksSql(table: string, fields: readonly MappedField[]): string | null {
  if (fields.length === 0) return null;
  const select: string[] = [];
  const joins: string[] = [];
  for (const field of fields) {
    if (field.kind === "ref") select.push(`lower(hex(v.${quoted(field.column.name)}))`);
    else if (field.kind === "dict") select.push(`v.${quoted(field.column.name)}`);
    else if (field.kind === "list") {
      const alias = `s${joins.length}`;
      const segment = `v.${quoted(field.segment.name)}`;
      joins.push(`LEFT JOIN list_segment AS ${alias} ON ${alias}.segment_id = ${segment}`);
      select.push(
        `lower(hex(${segment}))`,
        `v.${quoted(field.length.name)}`,
        // a base segment has all its rows from the beginning on
        `CASE WHEN ${alias}.parent_segment_id IS NULL THEN 0 ELSE ${alias}.parent_length END`,
      );
    }
  }
  return `SELECT ${select.join(", ")} FROM ${quoted(table)} AS v ${joins.join(" ")} WHERE v.ecs_id = ?`;
}
