import type { JsonValue } from "@minference/protocol";
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
  const context = contextOf(construction.context);
  // own fields only, and a getter of the caller runs once
  const given: Given = { ...construction.fields };
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

/** The constructor's fields, copied. */
type Given = Readonly<Record<string, unknown>>;

/** A whole context is shared by all that is made with it, not copied for each. */
function contextOf(given: Partial<EntityContext>): EntityContext {
  if (isWhole(given)) return given;
  const { clock, ids } = { ...systemContext, ...given };
  const isSystem = clock === systemContext.clock && ids === systemContext.ids;
  return isSystem ? systemContext : { clock, ids };
}

function isWhole(context: Partial<EntityContext>): context is EntityContext {
  return context.clock !== undefined && context.ids !== undefined;
}

function refuseUnknown({ shape, fields }: EntityDefinition, given: Given): void {
  for (const name of Object.keys(given)) {
    if (fields.has(name)) continue;
    throw new EntityValidationError({
      entityType: shape.type,
      path: name,
      problem: `the type has no such field (it has ${[...fields.keys()].join(", ")})`,
      remedy: "Correct the name, or declare the field in defineEntity",
    });
  }
}

function initialState(
  definition: EntityDefinition,
  given: Given,
  context: EntityContext,
): FieldState {
  const { type } = definition.shape;
  return {
    plain: initialPlain(definition, given, context),
    refs: initialLinks(definition.refs, { type, given, take: refValue, initial: noRef }),
    lists: initialLinks(definition.lists, {
      type,
      given,
      take: listValue,
      initial: noItems,
    }),
    dicts: initialLinks(definition.dicts, { type, given, take: dictValue, initial: noEntries }),
  };
}

function initialPlain(
  definition: EntityDefinition,
  given: Given,
  context: EntityContext,
): FieldState["plain"] {
  const entityType = definition.shape.type;
  const values: Record<string, JsonValue> = {};
  for (const field of definition.plain) {
    const { name } = field;
    if (Object.hasOwn(given, name)) {
      values[name] = field.freeze(given[name], { entityType, field: name });
    } else values[name] = required(field, entityType).initial(context);
  }
  return values;
}

function initialLinks<Value>(
  fields: readonly LinkField[],
  links: {
    readonly type: string;
    readonly given: Given;
    readonly take: (type: string, field: LinkField, value: unknown) => Value;
    readonly initial: () => Value;
  },
): Readonly<Record<string, Value>> {
  if (fields.length === 0) return none;
  const { type, given, take, initial } = links;
  const values: Record<string, Value> = {};
  for (const field of fields) {
    const { name } = field;
    if (Object.hasOwn(given, name)) values[name] = take(type, field, given[name]);
    else {
      required(field, type);
      values[name] = initial();
    }
  }
  return values;
}

function noRef(): null {
  return null;
}

function noItems(): ListValue {
  return ListValue.empty();
}

function noEntries(): ReadonlyMap<string, Cell> {
  return new Map();
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
