import {
  InvalidRequestError,
  type CorruptError,
  SchemaDriftError,
  shortId,
  type EcsId,
  type JsonValue,
} from "@minference/protocol";
import type { StoredValue, WrittenSnapshot } from "@minference/storage";
import type { MappedField, MappedTable } from "../mapping/mapped-table.ts";
import { versionColumns } from "../mapping/version-columns.ts";
import { fieldCodec, type FieldCodec, type ReadingLinks } from "./field-codec.ts";
import type { IdBlobs } from "./id-blobs.ts";
import { MappedLinks } from "./mapped-links.ts";
import {
  fieldsInOrder,
  isLink,
  placedTypes,
  type PlacedShape,
  type PlacedType,
} from "./mapped-types.ts";
import type { SqlRow, SqlValue } from "./sqlite-handle.ts";
import { literal, quoted } from "./table-sql.ts";
import { corruptColumn, encodeVersion, VersionReader } from "./version-codec.ts";
import type {
  Completion,
  IdFieldReader,
  ReadVersion,
  VersionContent,
  VersionLinks,
  VersionTable,
} from "./version-table.ts";

/** The table of a mapping: a column or two for each field. */
export class MappedVersionTable implements VersionTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly linksSql: string | null;
  readonly #codecs: readonly FieldCodec[];
  readonly #fields: readonly MappedField[];
  readonly #types: readonly PlacedType[];
  readonly #byType: ReadonlyMap<string, PlacedType>;
  readonly #typeColumn: string | null;
  readonly #links: MappedLinks;
  /** Place of the first field in a written row. */
  readonly #writeFrom: number;
  /** Place of the first field in a read row. */
  readonly #readFrom: number;
  readonly #reader = new VersionReader();

  constructor(table: MappedTable) {
    this.name = table.name;
    this.#typeColumn = table.typeColumn?.name ?? null;
    const before = [
      ...versionColumns.map(({ name }) => name),
      ...(this.#typeColumn === null ? [] : [this.#typeColumn]),
    ];
    this.columns = [...before, ...table.columns.map(({ name }) => name)];
    this.#writeFrom = before.length;
    this.#readFrom = VersionReader.width + (this.#typeColumn === null ? 0 : 1);
    this.#fields = fieldsInOrder(table);
    this.#codecs = this.#fields.map(fieldCodec);
    this.#types = placedTypes(table);
    this.#byType = new Map(this.#types.map((type) => [type.type, type]));
    this.#links = new MappedLinks(table.name, this.#fields.filter(isLink));
    this.linksSql = this.#links.sql;
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

  contentSql(): string {
    return "NULL";
  }

  linkFields(snapshot: WrittenSnapshot): readonly string[] {
    return this.#shapeOf(snapshot).linkFields;
  }

  encode(snapshot: WrittenSnapshot, ids: IdBlobs): SqlValue[] {
    const { fields } = this.#shapeOf(snapshot);
    const row = encodeVersion(snapshot, ids);
    while (row.length < this.columns.length) row.push(null);
    if (this.#typeColumn !== null) {
      row[versionColumns.length] = this.#placed(snapshot.type).storedAs;
    }
    for (const { codec, at } of fields) {
      const { field } = codec;
      const value = Object.hasOwn(snapshot.state, field) ? snapshot.state[field] : undefined;
      const encoded = value === undefined ? undefined : codec.encode(value, ids);
      if (encoded === undefined) throw this.#unfit(snapshot, codec);
      row[this.#writeFrom + at] = encoded;
    }
    const known = Object.keys(snapshot.state).length;
    if (known > fields.length) throw this.#unknownField(snapshot, fields);
    return row;
  }

  complete(row: SqlValue[], snapshot: WrittenSnapshot, { lists, typeOf }: Completion): void {
    for (const { mapped, at } of this.#shapeOf(snapshot).fields) {
      const value = snapshot.state[mapped.field];
      const writeAt = this.#writeFrom + at;
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
    const { type } = this.#typeAt(row, at, version.ecsId);
    const { ecsId, schemaVersion } = version;
    const shape = this.#shapeOf({ type, ecsId, schemaVersion });
    const state: Record<string, StoredValue> = {};
    const into: ReadingLinks = { links: [], lists: [] };
    for (const { codec, at: place } of shape.fields) {
      const value = codec.read(row, at + this.#readFrom + place, into);
      if (value === undefined) throw this.#damaged(type, version.ecsId, codec);
      state[codec.field] = value;
    }
    return { snapshot: { ...version, type, state }, state, ...into };
  }

  readLinks(row: SqlRow, id: EcsId): VersionLinks {
    return this.#links.read(row, id);
  }

  idFields(names: readonly string[]): IdFieldReader {
    const fields = this.#fields.filter(
      ({ kind, field }) => kind === "json" && names.includes(field),
    );
    const codecs = fields.map(fieldCodec);
    return {
      select: (alias) => codecs.flatMap((codec) => codec.select(alias)),
      read: (row, at, id) => {
        const values = codecs.map((codec, index): [string, StoredValue] => {
          // a type or schema version without the field leaves its column null
          if (row[at + index] === null) return [codec.field, { json: null }];
          const value = codec.read(row, at + index, { links: [], lists: [] });
          if (value === undefined) throw this.#damaged(this.name, id, codec);
          return [codec.field, value];
        });
        return Object.fromEntries(values);
      },
    };
  }

  emptied(
    version: VersionContent,
    json: Readonly<Record<string, JsonValue>>,
    ids: IdBlobs,
  ): ReadonlyMap<string, SqlValue> {
    const { fields } = this.#shapeOf(version);
    const columns = fields.flatMap(({ codec }): [string, SqlValue][] => {
      const { field, column } = codec;
      if (!Object.hasOwn(json, field)) return [];
      const encoded = codec.encode({ json: json[field] ?? null }, ids);
      if (encoded === undefined) throw this.#cannotHold(version, field);
      return [[column, encoded]];
    });
    return new Map(columns);
  }

  #placed(type: string): PlacedType {
    const placed = this.#byType.get(type);
    if (placed === undefined) throw new TypeError(`table ${this.name} was given a ${type}`);
    return placed;
  }

  /** The fields that a version has by its own schema version, whatever the class has now (L1, L19). */
  #shapeOf({ type, ecsId, schemaVersion }: Omit<VersionContent, "content">): PlacedShape {
    const { shapes } = this.#placed(type);
    const shape = shapes.get(schemaVersion);
    if (shape !== undefined) return shape;
    throw new SchemaDriftError({
      problem: `${type} …${shortId(ecsId)} is of schema version ${schemaVersion}; its mapping knows ${[...shapes.keys()].join(", ")}`,
      remedy: "Map a class that declares this schema version, as its own or under earlier",
      entityType: type,
      ecsId,
    });
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

  #unknownField(
    { type, ecsId, state }: WrittenSnapshot,
    fields: PlacedShape["fields"],
  ): SchemaDriftError {
    const known = new Set(fields.map(({ codec }) => codec.field));
    const unknown = Object.keys(state).find((field) => !known.has(field)) ?? "";
    return new SchemaDriftError({
      problem: `${type} …${shortId(ecsId)}: table ${this.name} has no column for the field ${unknown}`,
      remedy: "Map the class that the program uses, in the shape that it has now",
      entityType: type,
      ecsId,
      path: unknown,
    });
  }

  #cannotHold({ type, ecsId }: VersionContent, field: string): InvalidRequestError {
    return new InvalidRequestError({
      problem: `${type} …${shortId(ecsId)}: the field ${field} cannot hold what it is to be emptied with`,
      remedy: "Empty JSON fields, with values of their kind; the links of a version stay",
      entityType: type,
      ecsId,
      path: field,
    });
  }

  #damaged(type: string, id: EcsId, codec: FieldCodec): CorruptError {
    return corruptColumn({ type, id, column: `${this.name}.${codec.column}` });
  }
}
