import { TooLargeError } from "@minference/protocol";
import { EntityValidationError } from "../errors/entity-validation-error.ts";
import type { Cell } from "../graph/cell.ts";
import { ListValue } from "../graph/list-value.ts";
import { maxDictEntries } from "../shape/dict.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import { isOfType } from "../shape/entity-definition.ts";
import type { LinkField } from "../shape/link-field.ts";
import { cellOf, Entity } from "./entity.ts";

/** The inside of the sub-entity that a ref field was given; null where the field allows it. */
export function refValue(type: string, field: LinkField, value: unknown): Cell | null {
  if (value === null && field.isNullable) return null;
  return takenCell(field.classes(), value) ?? refuse(value, { type, field, path: field.name });
}

/** The list that a list field was given; the caller's array is not kept. */
export function listValue(type: string, field: LinkField, value: unknown): ListValue {
  if (!Array.isArray(value))
    throw wrongKind({ type, path: field.name }, "an array of entities", value);
  const items: readonly unknown[] = value;
  const cells = linkedCells(type, field, { items, offset: 0 });
  checkListRule(type, field, cells);
  const same = ListValue.behind(value);
  return same ?? ListValue.of(cells);
}

/** The entries that a dict field was given; the caller's object is not kept. */
export function dictValue(
  type: string,
  field: LinkField,
  value: unknown,
): ReadonlyMap<string, Cell> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrongKind({ type, path: field.name }, "an object of entities by key", value);
  }
  const entries = Object.entries(value);
  if (entries.length > maxDictEntries) {
    throw new TooLargeError({
      problem: `${type}.${field.name} was given ${entries.length} entries; a dict takes ${maxDictEntries}`,
      remedy: "Use a list for more",
      entityType: type,
      path: field.name,
    });
  }
  const classes = field.classes();
  const linked = ([key, item]: [string, unknown]): [string, Cell] => [
    key,
    takenCell(classes, item) ?? refuse(item, { type, field, path: `${field.name}.${key}` }),
  ];
  return new Map(entries.map(linked));
}

/** The insides of items for a list field; positions in errors count from `offset`. */
export function linkedCells(
  type: string,
  field: LinkField,
  given: { readonly items: readonly unknown[]; readonly offset: number },
): Cell[] {
  const classes = field.classes();
  const cells = Array.from(given.items, (item, index) => {
    const cell = takenCell(classes, item);
    return cell ?? refuse(item, { type, field, path: `${field.name}.${given.offset + index}` });
  });
  // a copy is as long as its items; what has grown keeps room for more
  return cells.slice();
}

/**
 * Asks the rule of a list field, if it has one.
 *
 * @throws {EntityValidationError} the rule is broken.
 */
export function checkListRule(type: string, field: LinkField, cells: readonly Cell[]): void {
  const broken = field.rule?.(cells.map((cell) => cell.entity)) ?? null;
  if (broken !== null) throw new EntityValidationError({ entityType: type, ...broken });
}

interface Place {
  readonly type: string;
  readonly field: LinkField;
  readonly path: string;
}

/** The inside of an entity of one of these classes; null for anything else. */
function takenCell(classes: readonly EntityClass[], value: unknown): Cell | null {
  if (!(value instanceof Entity)) return null;
  const cell = cellOf(value);
  const { shape } = cell.definition;
  for (const each of classes) if (isOfType(shape, each)) return cell;
  return null;
}

function refuse(value: unknown, { type, field, path }: Place): never {
  const names = field.classes().map((each) => each.entityType);
  throw wrongKind({ type, path }, `a ${names.join(" or ")}`, value);
}

function wrongKind(
  place: { readonly type: string; readonly path: string },
  wanted: string,
  value: unknown,
): EntityValidationError {
  return new EntityValidationError({
    entityType: place.type,
    path: place.path,
    problem: `it holds ${wanted} and was given ${kindOf(value)}`,
  });
}

function kindOf(value: unknown): string {
  if (value instanceof Entity) return `a ${value.entityType}`;
  return value === null ? "null" : `a ${typeof value}`;
}
