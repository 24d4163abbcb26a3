import { Cell, firstVersion } from "../graph/cell.ts";
import type { FieldState } from "../graph/field-state.ts";
import { ListValue } from "../graph/list-value.ts";
import { linkState } from "../graph/sub-cells.ts";
import { EntityValidationError } from "../errors/entity-validation-error.ts";
import { definitionOf } from "../shape/definition-of.ts";
import { systemContext, type EntityContext } from "../shape/entity-context.ts";
import type { EntityDefinition } from "../shape/entity-definition.ts";
import { dictValue, listValue, refValue } from "./link-value.ts";
import type { LinkField } from "../shape/link-field.ts";
import type { PlainField } from "../shape/plain-field.ts";

/** What a constructor call brings. */
export interface Construction {
  /** The class that is constructed. */
  readonly declaredBy: object;
  readonly fields: object;
  readonly context: Partial<EntityContext>;
}

/**
 * The inside of a new entity: every field validated and frozen, or its default.
 *
 * @throws {EntityValidationError} a field is missing, unknown, or refused by its declaration.
 */
export function createCell(entity: object, construction: Construction): Cell {
  const definition = definitionOf(construction.declaredBy);
  const context = { ...systemContext, ...construction.context };
  const given = new Map<string, unknown>(Object.entries(construction.fields));
  refuseUnknown(definition, given);
  const cell = new Cell({
    entity,
    definition,
    context,
    version: firstVersion(definition, context),
    state: initialState(definition, given, context),
  });
  linkState(cell);
  return cell;
}

/** Shared by all entities for the kinds of fields that they do not have. */
const none: Readonly<Record<string, never>> = Object.freeze({});

function refuseUnknown(definition: EntityDefinition, given: ReadonlyMap<string, unknown>): void {
  const { type } = definition.shape;
  for (const name of given.keys()) {
    if (definition.fields.has(name)) continue;
    throw new EntityValidationError({
      entityType: type,
      path: name,
      problem: `the type has no such field (it has ${[...definition.fields.keys()].join(", ")})`,
      remedy: "Correct the name, or declare the field in defineEntity",
    });
  }
}

function initialState(
  definition: EntityDefinition,
  given: ReadonlyMap<string, unknown>,
  context: EntityContext,
): FieldState {
  const { type } = definition.shape;
  const each = <F extends PlainField | LinkField, V>(
    fields: readonly F[],
    freeze: (field: F, value: unknown) => V,
    initial: (field: F) => V,
  ): Readonly<Record<string, V>> => {
    if (fields.length === 0) return none;
    const values: Record<string, V> = {};
    for (const field of fields) {
      const isGiven = given.has(field.name);
      values[field.name] = isGiven
        ? freeze(field, given.get(field.name))
        : initial(required(field, type));
    }
    return values;
  };
  return {
    plain: each(
      definition.plain,
      (field, value) => field.freeze(value, { entityType: type, field: field.name }),
      (field) => field.initial(context),
    ),
    refs: each(
      definition.refs,
      (field, value) => refValue(type, field, value),
      () => null,
    ),
    lists: each(
      definition.lists,
      (field, value) => listValue(type, field, value),
      () => ListValue.empty(),
    ),
    dicts: each(
      definition.dicts,
      (field, value) => dictValue(type, field, value),
      () => new Map<string, Cell>(),
    ),
  };
}

function required<F extends PlainField | LinkField>(field: F, type: string): F {
  if (!field.isRequired) return field;
  throw new EntityValidationError({
    entityType: type,
    path: field.name,
    problem: "the field is required and was not given",
    remedy: "Give it when the entity is made",
  });
}
