import type { EntityClass, FieldShape } from "@minference/ecs";
import { InvalidRequestError } from "@minference/protocol";
import { column, type Column } from "./column.ts";
import { deriveField } from "./derive-field.ts";
import type { EntityMapping } from "./map-entity.ts";
import type { MappedField, MappedTable, MappedType, SegmentTable } from "./mapped-table.ts";
import { sqlName } from "./sql-name.ts";
import { entityTableName, versionColumns } from "./version-columns.ts";

/**
 * The tables of some mappings, columns by rule G1 of the specification.
 *
 * @throws {InvalidRequestError} a type is mapped twice, or two columns or tables would have one name.
 * @throws {UnsafeNameError} a table or column has a name that SQL could misread.
 */
export function deriveTables(mappings: readonly EntityMapping[]): readonly MappedTable[] {
  const tables = tableNames(mappings);
  const tableOf = (type: string): string => tables.get(type) ?? entityTableName;
  return mappings.map((mapping) => deriveTable(mapping, tableOf));
}

function tableNames(mappings: readonly EntityMapping[]): ReadonlyMap<string, string> {
  const tables = new Map<string, string>();
  for (const { classes, table } of mappings) {
    sqlName(table, "a table");
    for (const { entityType } of classes) {
      const known = tables.get(entityType);
      if (known !== undefined) {
        throw refused(
          `${entityType} is mapped twice, to ${known} and to ${table}`,
          "Map each class once",
        );
      }
      tables.set(entityType, table);
    }
  }
  return tables;
}

function deriveTable(mapping: EntityMapping, tableOf: (type: string) => string): MappedTable {
  const merged = mergedFields(mapping.classes);
  const derived = new Map(
    [...merged].map(([field, { shape }]) => [
      field,
      deriveField(shape, { mapping, field, tableOf }),
    ]),
  );
  const types = mapping.classes.map((each) => mappedType(mapping, each, derived));
  const partial = [...merged].flatMap(([field, { owners, required }]) => {
    const storedAs = types.filter(({ type }) => owners.includes(type)).map((type) => type.storedAs);
    if (storedAs.length === types.length) return [];
    return columnsOf(derived.get(field)).map((each) => ({
      column: each,
      storedAs,
      required: required && !each.nullable,
    }));
  });
  const isPartial = new Set(partial.map((each) => each.column.name));
  const columns = [...derived.values()]
    .flatMap(columnsOf)
    .map((each) => (isPartial.has(each.name) ? { ...each, nullable: true } : each));
  const typeColumn: Column | null =
    types.length === 1
      ? null
      : { ...column("type", "enum", "not null"), values: types.map(({ storedAs }) => storedAs) };
  const table: MappedTable = {
    name: mapping.table,
    types,
    typeColumn,
    columns,
    partial,
    segments: segmentsOf([...derived.values()]),
    indexes: indexesOf(mapping, derived),
  };
  checkColumns(table);
  return table;
}

interface MergedField {
  readonly shape: FieldShape;
  /** The types that have the field. */
  readonly owners: readonly string[];
  readonly required: boolean;
}

/** The fields of all classes by name: one column serves a field that several classes have alike. */
function mergedFields(classes: readonly EntityClass[]): ReadonlyMap<string, MergedField> {
  const merged = new Map<string, MergedField>();
  for (const { entityType, shape } of classes) {
    for (const [field, own] of shape.fields) {
      const known = merged.get(field);
      const both =
        known === undefined ? own : mergedShape(known.shape, own, `${entityType}.${field}`);
      merged.set(field, {
        shape: both,
        owners: [...(known?.owners ?? []), entityType],
        required: (known?.required ?? true) && !isNullable(own),
      });
    }
  }
  return merged;
}

function mergedShape(one: FieldShape, other: FieldShape, place: string): FieldShape {
  const nullable = isNullable(one) || isNullable(other);
  if (one.kind === "scalar" && other.kind === "scalar" && one.type === other.type) {
    return { ...one, nullable, values: [...new Set([...one.values, ...other.values])] };
  }
  if (one.kind === "ref" && other.kind === "ref") {
    return { ...one, nullable, classes: () => [...one.classes(), ...other.classes()] };
  }
  if ((one.kind === "list" || one.kind === "dict") && one.kind === other.kind) {
    const { classes } = other;
    return { ...one, classes: () => [...one.classes(), ...classes()] };
  }
  if (
    (one.kind === "json" && other.kind === "json") ||
    (one.kind === "id" && other.kind === "id")
  ) {
    return { ...one, nullable };
  }
  throw refused(
    `${place} has another kind than the field of that name of another class in its table`,
    "Give one of the two fields another name, or map the classes to tables of their own",
  );
}

function isNullable(shape: FieldShape): boolean {
  return "nullable" in shape && shape.nullable;
}

function mappedType(
  mapping: EntityMapping,
  { entityType, shape }: EntityClass,
  derived: ReadonlyMap<string, MappedField>,
): MappedType {
  const fields = [...shape.fields.keys()].flatMap((field) => derived.get(field) ?? []);
  const ofKind = (kind: MappedField["kind"]): readonly MappedField[] =>
    fields.filter((field) => field.kind === kind);
  return {
    type: entityType,
    storedAs: mapping.typeNames.get(entityType) ?? entityType,
    fields: [...ofKind("json"), ...ofKind("ref"), ...ofKind("dict"), ...ofKind("list")],
  };
}

/** The columns of one field in its own table. */
export function columnsOf(field: MappedField | undefined): readonly Column[] {
  switch (field?.kind) {
    case undefined:
      return [];
    case "json":
    case "dict":
      return [field.column];
    case "ref":
      return field.typeColumn === null ? [field.column] : [field.column, field.typeColumn];
    case "list":
      return [field.segment, field.length];
    default:
      return field satisfies never;
  }
}

function segmentsOf(fields: readonly MappedField[]): readonly SegmentTable[] {
  return fields.flatMap((field) => (field.kind === "list" ? [field.rows] : []));
}

/** What belongs to a version is looked up by it; the mapping names what else is. */
function indexesOf(
  mapping: EntityMapping,
  derived: ReadonlyMap<string, MappedField>,
): readonly string[] {
  const belongsTo = mapping.classes.flatMap(({ shape }) => shape.belongsTo ?? []);
  const fields = new Set([...belongsTo, ...mapping.indexes]);
  return [...fields].flatMap((field) => columnsOf(derived.get(field)).map(({ name }) => name));
}

function checkColumns(table: MappedTable): void {
  const seen = new Set(versionColumns.map(({ name }): string => name));
  const own = [...(table.typeColumn === null ? [] : [table.typeColumn]), ...table.columns];
  for (const { name } of own) {
    if (seen.has(name.toLowerCase())) {
      throw refused(
        `Two columns of table ${table.name} would be named ${name}`,
        "Rename one of them in the mapping's columns",
      );
    }
    seen.add(name.toLowerCase());
  }
}

function refused(problem: string, remedy: string): InvalidRequestError {
  return new InvalidRequestError({ problem, remedy });
}
