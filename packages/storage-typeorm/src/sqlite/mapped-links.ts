import { trustEcsId, type CorruptError, type EcsId } from "@minference/protocol";
import { columnsOf } from "../mapping/derive-tables.ts";
import type { MappedField } from "../mapping/mapped-table.ts";
import type { ListPlace } from "../segments/list-place.ts";
import { isLength, parseDict } from "./field-codec.ts";
import { uuidHexToBlob } from "./id-blobs.ts";
import { IdTexts } from "./id-texts.ts";
import type { SqlRow } from "./sqlite-handle.ts";
import { quoted } from "./table-sql.ts";
import { corruptColumn } from "./version-codec.ts";
import type { VersionLinks } from "./version-table.ts";

/** Reads what the versions of a mapped table name, without their content. */
export class MappedLinks {
  /** The query for one version, by its id; null when the types of the table name none. */
  readonly sql: string | null;
  readonly #table: string;
  readonly #fields: readonly MappedField[];
  readonly #texts = new IdTexts();

  /** `fields`: those of the table that may name versions. */
  constructor(table: string, fields: readonly MappedField[]) {
    this.#table = table;
    this.#fields = fields;
    this.sql = linksSql(table, fields);
  }

  /**
   * What a stored version names; a field that its type or schema version lacks is left out.
   *
   * @throws {CorruptError} a column holds what was never written.
   */
  read(row: SqlRow, id: EcsId): VersionLinks {
    const refs = new Map<string, EcsId>();
    const dicts = new Map<string, ReadonlySet<string>>();
    const lists = new Map<string, ListPlace>();
    let at = 0;
    for (const mapped of this.#fields) {
      const { field } = mapped;
      const value = row[at] ?? null;
      if (mapped.kind === "ref") {
        if (value !== "" && value !== null) refs.set(field, this.#ref(value, mapped, id));
        at += 1;
      } else if (mapped.kind === "dict") {
        const dict = value === null ? null : parseDict(value);
        if (dict === undefined) throw this.#corrupt(mapped, id);
        if (dict !== null) dicts.set(field, new Set(Object.values(dict)));
        at += 1;
      } else if (mapped.kind === "list") {
        const place = this.#place(row.slice(at, at + 3), mapped, id);
        if (place !== null) lists.set(field, place);
        at += 3;
      }
    }
    return { refs, dicts, lists };
  }

  #ref(value: unknown, mapped: MappedField, id: EcsId): EcsId {
    if (typeof value !== "string" || value.length !== 32) throw this.#corrupt(mapped, id);
    return trustEcsId(this.#texts.of(value));
  }

  #place(
    [hex = "", length = null, ownFrom]: SqlRow,
    mapped: Extract<MappedField, { readonly kind: "list" }>,
    id: EcsId,
  ): ListPlace | null {
    if (hex === "" && length === null) return null;
    const isPlace =
      typeof hex === "string" &&
      (hex === "" || hex.length === 32) &&
      isLength(length) &&
      isLength(ownFrom) &&
      (hex === "") === (length === 0);
    if (!isPlace) throw this.#corrupt(mapped, id);
    const segment = hex === "" ? null : uuidHexToBlob(hex);
    return { kind: "segment", rows: mapped.rows, segment, length, ownFrom };
  }

  #corrupt(mapped: MappedField, id: EcsId): CorruptError {
    const column = `${this.#table}.${columnsOf(mapped)[0]?.name ?? ""}`;
    return corruptColumn({ type: this.#table, id, column });
  }
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
