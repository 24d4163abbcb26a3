import { columnsOf } from "../mapping/derive-tables.ts";
import type { MappedField, MappedTable } from "../mapping/mapped-table.ts";
import { fieldCodec, type FieldCodec } from "./field-codec.ts";

/** A field of a type, with its places in a row. */
export interface PlacedField {
  readonly mapped: MappedField;
  readonly codec: FieldCodec;
  /** Place of its first column among those of the table's fields: as far from the first in a read as in a written row. */
  readonly at: number;
}

/** The fields of one schema version of a type. */
export interface PlacedShape {
  readonly fields: readonly PlacedField[];
  /** Names of those in which a version may name others. */
  readonly linkFields: readonly string[];
}

/** A type of a table, each schema version with the places of its fields. */
export interface PlacedType {
  readonly type: string;
  readonly storedAs: string;
  readonly shapes: ReadonlyMap<number, PlacedShape>;
}

/** The types of a table, placed in its columns. */
export function placedTypes(table: MappedTable): readonly PlacedType[] {
  const names = table.columns.map(({ name }) => name);
  const placed = (mapped: MappedField): PlacedField => {
    const at = names.indexOf(columnsOf(mapped)[0]?.name ?? "");
    return { mapped, codec: fieldCodec(mapped), at };
  };
  return table.types.map(({ type, storedAs, shapes }) => ({
    type,
    storedAs,
    shapes: new Map(
      [...shapes].map(([version, fields]): [number, PlacedShape] => [
        version,
        { fields: fields.map(placed), linkFields: fields.filter(isLink).map(({ field }) => field) },
      ]),
    ),
  }));
}

/** The fields of all types of a table in the order of its columns. */
export function fieldsInOrder(table: MappedTable): readonly MappedField[] {
  const fields = new Map<string, MappedField>();
  for (const { fields: own } of table.types)
    for (const field of own) fields.set(field.field, field);
  const place = (field: MappedField): number =>
    table.columns.findIndex(({ name }) => name === columnsOf(field)[0]?.name);
  return [...fields.values()].sort((one, other) => place(one) - place(other));
}

/** True for a field in which a version may name others. */
export function isLink({ kind }: MappedField): boolean {
  return kind !== "json";
}
