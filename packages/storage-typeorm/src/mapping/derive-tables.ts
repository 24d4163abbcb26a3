import type { EntityClass } from "@minference/ecs";
import { InvalidRequestError } from "@minference/protocol";
import { column, type Column } from "./column.ts";
import { deriveField, narrowed } from "./derive-field.ts";
import type { EntityMapping } from "./map-entity.ts";
import type { MappedField, MappedTable, MappedType, SegmentTable } from "./mapped-table.ts";
import { fieldsByVersion, mergedFields, type Fields, type MergedField } from "./merged-fields.ts";
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
  const derived: DerivedFields = new Map(
    [...merged].map(([field, { shape }]) => [
      field,
      deriveField(shape, { mapping, field, tableOf }),
    ]),
  );
  const types = mapping.classes.map((each) => mappedType(mapping, each, derived));
  const columnsWhere = (fits: (field: MergedField) => boolean): readonly Column[] =>
    [...merged].flatMap(([name, field]) => (fits(field) ? columnsOf(derived.get(name)) : []));
  const isShared = ({ owners }: MergedField): boolean => owners.length < types.length;
  const sometimes = new Set(
    columnsWhere((field) => isShared(field) || !field.isEverywhere).map(({ name }) => name),
  );
  const columns = [...derived.values()]
    .flatMap(columnsOf)
    .map((each) => (sometimes.has(each.name) ? { ...each, nullable: true } : each));
  const table: MappedTable = {
    name: mapping.table,
    types,
    typeColumn: typeColumnOf(types),
    columns,
    changing: new Set(columnsWhere(({ isSteady }) => !isSteady).map(({ name }) => name)),
    partial: [...merged].flatMap(([name, field]) =>
      isShared(field) ? partialColumns(field, types, columnsOf(derived.get(name))) : [],
    ),
    segments: segmentsOf([...derived.values()]),
    indexes: indexesOf(mapping, derived),
  };
  checkColumns(table);
  return table;
}

type DerivedFields = ReadonlyMap<string, MappedField>;

function typeColumnOf(types: readonly MappedType[]): Column | null {
  if (types.length === 1) return null;
  return { ...column("type", "enum", "not null"), values: types.map(({ storedAs }) => storedAs) };
}

function partialColumns(
  { owners, isEverywhere, isRequired }: MergedField,
  types: readonly MappedType[],
  columns: readonly Column[],
): MappedTable["partial"] {
  const storedAs = types.filter(({ type }) => owners.includes(type)).map((type) => type.storedAs);
  const isDemanded = isEverywhere && isRequired;
  return columns.map((each) => ({
    column: each,
    storedAs,
    required: isDemanded && !each.nullable,
  }));
}

function mappedType(mapping: EntityMapping, each: EntityClass, derived: DerivedFields): MappedType {
  const type = each.entityType;
  const shapes = [...fieldsByVersion(each)].map(
    ([version, fields]): [number, readonly MappedField[]] => [version, inShape(fields, derived)],
  );
  const names = new Set(shapes.flatMap(([, fields]) => fields.map(({ field }) => field)));
  return {
    type,
    storedAs: mapping.typeNames.get(type) ?? type,
    fields: [...names].flatMap((field) => derived.get(field) ?? []),
    shapes: new Map(shapes),
  };
}

/** Plain fields, refs, dicts, lists. */
function inShape(fields: Fields, derived: DerivedFields): readonly MappedField[] {
  const mapped = [...fields].flatMap(([name, shape]): MappedField[] => {
    const field = derived.get(name);
    return field === undefined ? [] : [narrowed(field, shape)];
  });
  const ofKind = (kind: MappedField["kind"]): readonly MappedField[] =>
    mapped.filter((field) => field.kind === kind);
  return [...ofKind("json"), ...ofKind("ref"), ...ofKind("dict"), ...ofKind("list")];
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
function indexesOf(mapping: EntityMapping, derived: DerivedFields): readonly string[] {
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
