import type { FieldShape } from "@minference/ecs";
import { InvalidRequestError } from "@minference/protocol";
import { column, type Column, type ColumnKind } from "./column.ts";
import type { ColumnOverride, EntityMapping } from "./map-entity.ts";
import type { MappedField } from "./mapped-table.ts";
import { singular, snakeCase, sqlName } from "./sql-name.ts";

/** A field of a mapped type, and what its columns depend on. */
export interface FieldPlace {
  readonly mapping: EntityMapping;
  readonly field: string;
  /** Table of a type: where its mapping puts it, else the table for all other types. */
  readonly tableOf: (type: string) => string;
}

/**
 * The columns of one field by rule G1 of the specification.
 *
 * @throws {InvalidRequestError} an override that the field cannot bear.
 */
export function deriveField(shape: FieldShape, place: FieldPlace): MappedField {
  const { field, mapping } = place;
  const override = mapping.columns.get(field) ?? {};
  switch (shape.kind) {
    case "scalar":
    case "json":
    case "id":
      return { kind: "json", field, column: plainColumn(shape, override, place) };
    case "ref":
      return refColumns(shape, override, place);
    case "list":
      return listColumns(shape, place);
    case "dict":
      refuseRetype(override, place);
      return { kind: "dict", field, column: column(nameOf(place, ""), "dict", "not null") };
    default:
      return shape satisfies never;
  }
}

/** A field that names no version to follow. */
export type PlainShape = Extract<FieldShape, { readonly kind: "scalar" | "json" | "id" }>;

/** True for a field that names no version to follow. */
export function isPlain(shape: FieldShape): shape is PlainShape {
  return shape.kind === "scalar" || shape.kind === "json" || shape.kind === "id";
}

/** The field with what one schema version allows in it, in the columns that serve all of them. */
export function narrowed(field: MappedField, shape: FieldShape): MappedField {
  if (field.kind === "json" && isPlain(shape)) {
    return { ...field, column: { ...field.column, ...allowedIn(shape) } };
  }
  if (field.kind === "ref" && shape.kind === "ref") {
    return { ...field, column: { ...field.column, nullable: shape.nullable } };
  }
  return field;
}

function plainColumn(shape: PlainShape, override: ColumnOverride, place: FieldPlace): Column {
  const derived = plainKind(shape);
  const asText = override.type === "text" ? textKinds.get(derived) : derived;
  if (asText === undefined) throw cannotRetype(place);
  return {
    name: nameOf(place, ""),
    kind: asText,
    ...allowedIn(shape),
  };
}

function allowedIn(shape: PlainShape): Pick<Column, "nullable" | "values"> {
  return {
    // erasing empties a JSON column, whatever the field allows
    nullable: shape.nullable || shape.kind === "json",
    values: shape.kind === "scalar" ? shape.values : [],
  };
}

const textKinds: ReadonlyMap<ColumnKind, ColumnKind> = new Map([
  ["uuid", "uuid_text"],
  ["instant", "instant_text"],
  ["text", "text"],
]);

/** What the column of a plain field holds, unless its mapping keeps it as text. */
export function plainKind(shape: PlainShape): ColumnKind {
  if (shape.kind === "json") return "json";
  if (shape.kind === "id") return "uuid";
  switch (shape.type) {
    case "string":
      return "text";
    case "date":
      return "instant";
    case "integer":
    case "number":
    case "boolean":
    case "uuid":
    case "enum":
      return shape.type;
    default:
      return shape.type satisfies never;
  }
}

function refColumns(
  shape: Extract<FieldShape, { readonly kind: "ref" }>,
  override: ColumnOverride,
  place: FieldPlace,
): MappedField {
  refuseRetype(override, place);
  const target = targetOf(shape, place);
  const nullability = shape.nullable ? "null" : "not null";
  const name = nameOf(place, "_id");
  return {
    kind: "ref",
    field: place.field,
    column: column(name, "id", nullability),
    typeColumn: target === null ? column(typeColumnOf(name), "text", nullability) : null,
    target,
  };
}

function listColumns(
  shape: Extract<FieldShape, { readonly kind: "list" }>,
  place: FieldPlace,
): MappedField {
  const { field, mapping } = place;
  refuseRetype(mapping.columns.get(field) ?? {}, place);
  const override = mapping.lists.get(field) ?? {};
  const name = nameOf(place, "");
  const item = override.item ?? singular(snakeCase(field));
  const target = targetOf(shape, place);
  return {
    kind: "list",
    field,
    segment: column(`${name}_segment_id`, "id", "null"),
    length: column(`${name}_length`, "integer", "not null"),
    rows: {
      name: sqlName(override.table ?? `${mapping.table}_${item}`, "a table"),
      owner: mapping.table,
      item: column(sqlName(`${item}_id`, "a column"), "id", "not null"),
      itemType: target === null ? column(`${item}_type`, "text", "not null") : null,
      introducedBy: column(
        sqlName(override.introducedBy ?? "introduced_by", "a column"),
        "id",
        "not null",
      ),
      target,
    },
  };
}

function targetOf(
  shape: Extract<FieldShape, { readonly kind: "ref" | "list" }>,
  { tableOf }: FieldPlace,
): string | null {
  const tables = new Set(shape.classes().map(({ entityType }) => tableOf(entityType)));
  const [first] = tables;
  return tables.size === 1 && first !== undefined ? first : null;
}

function nameOf({ mapping, field }: FieldPlace, suffix: "" | "_id"): string {
  const override = mapping.columns.get(field)?.name;
  return override === undefined ? snakeCase(field) + suffix : sqlName(override, "a column");
}

function typeColumnOf(idColumn: string): string {
  return `${idColumn.endsWith("_id") ? idColumn.slice(0, -3) : idColumn}_type`;
}

function refuseRetype(override: ColumnOverride, place: FieldPlace): void {
  if (override.type !== undefined) throw cannotRetype(place);
}

function cannotRetype({ mapping, field }: FieldPlace): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The mapping of table ${mapping.table} changes the column of ${field} in a way that would lose values`,
    remedy: "Only dates and uuids can be kept as text",
    path: field,
  });
}
