// boundary: a declaration becomes a class at run time; its type is computed from the same declaration
import { InvalidRequestError } from "@minference/protocol";
import { z } from "zod";
import {
  appendItems,
  copyEntity,
  countItems,
  readField,
  readItem,
  replaceItem,
  writeField,
} from "./access.ts";
import { DictField } from "../shape/dict.ts";
import { Entity } from "./entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { definitionKey, definitionOf } from "../shape/definition-of.ts";
import { makeDefinition } from "../shape/entity-definition.ts";
import type { EntityShape, FieldShape } from "../shape/entity-shape.ts";
import type {
  Field,
  Fields,
  FieldsInput,
  FieldValues,
  ListItem,
  ListNames,
} from "../shape/field-types.ts";
import { IdField } from "../shape/id.ts";
import { idPlainField } from "../shape/id-plain-field.ts";
import { JsonField } from "../shape/json.ts";
import { jsonPlainField } from "../shape/json-plain-field.ts";
import type { LinkField } from "../shape/link-field.ts";
import { ListField, type BrokenRule } from "../shape/list.ts";
import { NowField } from "../shape/now.ts";
import { nowPlainField } from "../shape/now-plain-field.ts";
import type { PlainField } from "../shape/plain-field.ts";
import { RefField } from "../shape/ref.ts";
import { scalarField } from "../shape/scalar-field.ts";

/** What every entity can do with its own fields. */
export interface EntityMethods<S> {
  /** Appends items to a list field at a cost that does not depend on its length. */
  append<Name extends ListNames<S>>(field: Name, ...items: readonly ListItem<S[Name]>[]): void;
  /** Replaces the item at a position of a list field. */
  replaceAt<Name extends ListNames<S>>(field: Name, index: number, item: ListItem<S[Name]>): void;
  /** The item at a position of a list field, from the end when negative; the array is not built. */
  itemAt<Name extends ListNames<S>>(field: Name, index: number): ListItem<S[Name]> | undefined;
  /** How many items a list field has; the array is not built. */
  countOf(field: ListNames<S>): number;
  /** A new entity with these fields changed: own id and lineage, the same sub-entities. */
  copy(changes?: Partial<FieldsInput<S>>): this;
}

/** An instance of a class made by `defineEntity`. */
export type EntityInstance<S> = Entity & FieldValues<S> & EntityMethods<S>;

/** The class that `defineEntity` gives; extend it. */
export interface DefinedEntity<S> {
  new (fields: FieldsInput<S>, context?: Partial<EntityContext>): EntityInstance<S>;
  readonly entityType: string;
  readonly shape: EntityShape;
  /** The fields as they were declared, inherited ones included. */
  readonly declaredFields: S;
}

/** A class that another declaration can extend. */
export type ExtensibleEntity = EntityClass & { readonly declaredFields: Fields };

/** The class that `defineEntity` gives for a subclass of `Base` with the fields `S` in all. */
export interface ExtendedEntity<Base extends ExtensibleEntity, S> {
  new (
    fields: FieldsInput<S>,
    context?: Partial<EntityContext>,
  ): InstanceType<Base> & EntityInstance<S>;
  readonly entityType: string;
  readonly shape: EntityShape;
  readonly declaredFields: S;
}

/** Options of a declaration. */
export interface DefineOptions<S> {
  /** Version of the shape, from 1; 1 unless said. */
  readonly schemaVersion?: number;
  /** Name of the id field whose version the versions of this type live and die with. */
  readonly belongsTo?: string;
  /** A rule over several fields: what is broken, or null. Asked at construction and before storing. */
  readonly check?: (fields: FieldValues<S>) => BrokenRule | null;
}

const fieldName = /^[a-z][A-Za-z0-9]*$/;

/**
 * A base class whose fields are typed from the shape, and validated when constructed and assigned.
 *
 * ```ts
 * import { defineEntity, list } from "@minference/ecs";
 * import { z } from "zod";
 *
 * class Line extends defineEntity("Line", { amount: z.number() }) {}
 * class Invoice extends defineEntity("Invoice", { number: z.string(), lines: list(() => Line) }) {
 *   get total() {
 *     return this.lines.reduce((sum, line) => sum + line.amount, 0);
 *   }
 * }
 * const invoice = new Invoice({ number: "7", lines: [new Line({ amount: 3 }), new Line({ amount: 4 })] });
 * console.log(invoice.total); // 7
 * ```
 *
 * It registers nothing anywhere: a registry knows the classes that it is given or meets.
 *
 * @throws {InvalidRequestError} a field's name or declaration cannot be stored.
 */
export function defineEntity<Base extends ExtensibleEntity, S extends Fields>(
  name: string,
  fields: S,
  options: DefineOptions<Base["declaredFields"] & S> & { readonly extends: Base },
): ExtendedEntity<Base, Base["declaredFields"] & S>;
export function defineEntity<S extends Fields>(
  name: string,
  fields: S,
  options?: DefineOptions<S>,
): DefinedEntity<S>;
export function defineEntity(
  name: string,
  fields: Fields,
  options: DefineOptions<Fields> & { readonly extends?: ExtensibleEntity } = {},
): unknown {
  const parent = options.extends ?? Entity;
  const base = options.extends === undefined ? null : definitionOf(options.extends);
  const definition = makeDefinition({
    type: name,
    base,
    fields: Object.entries(fields).map(([field, declared]) => prepared(name, field, declared)),
    schemaVersion: options.schemaVersion ?? 1,
    belongsTo: options.belongsTo ?? null,
    // asked with the entity itself, whose properties are the field values
    check: (options.check as ((fields: object) => BrokenRule | null) | undefined) ?? null,
  });
  const made = class extends (parent as new (fields: object) => Entity) {
    static readonly entityType = name;
    static readonly shape = definition.shape;
    static readonly declaredFields = { ...options.extends?.declaredFields, ...fields };
    static readonly [definitionKey] = definition;
  };
  Object.defineProperty(made, "name", { value: name });
  for (const field of Object.keys(fields)) defineAccessor(made.prototype, field);
  if (base === null) defineMethods(made.prototype);
  return made;
}

function defineAccessor(prototype: object, field: string): void {
  Object.defineProperty(prototype, field, {
    get(this: Entity) {
      return readField(this, field);
    },
    set(this: Entity, value: unknown) {
      writeField(this, field, value);
    },
    enumerable: true,
    configurable: true,
  });
}

function defineMethods(prototype: object): void {
  const methods = {
    append(this: Entity, field: string, ...items: readonly unknown[]): void {
      appendItems(this, field, items);
    },
    replaceAt(this: Entity, ...[field, index, item]: [string, number, unknown]): void {
      replaceItem(this, { field, index, item });
    },
    itemAt(this: Entity, field: string, index: number): object | undefined {
      return readItem(this, field, index);
    },
    countOf(this: Entity, field: string): number {
      return countItems(this, field);
    },
    copy(this: Entity, changes: object = {}): Entity {
      return copyEntity(this, changes);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
  }
}

function prepared(type: string, name: string, field: Field): PlainField | LinkField {
  if (!fieldName.test(name) || name in Entity.prototype || name in methodNames) {
    throw new InvalidRequestError({
      problem: `${type}.${name} is no usable field name`,
      remedy: "Use a camelCase name of letters and digits that no entity method has",
      entityType: type,
      path: name,
    });
  }
  if (field instanceof RefField) return linkField(name, field, field.isNullable);
  if (field instanceof ListField || field instanceof DictField)
    return linkField(name, field, false);
  if (field instanceof IdField) return idPlainField(name, field);
  if (field instanceof JsonField) return jsonPlainField(name, field);
  if (field instanceof NowField) return nowPlainField(name, type);
  if (field instanceof z.ZodType) return scalarField(name, field, type);
  throw new InvalidRequestError({
    problem: `${type}.${name} is declared with something that is neither a Zod schema nor a field helper`,
    remedy: "Use a Zod scalar, or ref, list, dict, id, json or now of @minference/ecs",
    entityType: type,
    path: name,
  });
}

const methodNames = { append: true, replaceAt: true, itemAt: true, countOf: true, copy: true };

function linkField(
  name: string,
  field: RefField<unknown> | ListField<unknown> | DictField<unknown>,
  isNullable: boolean,
): LinkField {
  const classes = (): readonly EntityClass[] => {
    const of = field.of();
    // a class or a list of classes is what ref, list and dict are typed to take
    return (Array.isArray(of) ? of : [of]) as readonly EntityClass[];
  };
  const shape: FieldShape =
    field.kind === "ref"
      ? { kind: "ref", classes, nullable: isNullable }
      : { kind: field.kind, classes };
  return {
    kind: field.kind,
    name,
    shape,
    isRequired: field.kind === "ref" && !isNullable,
    isNullable,
    classes,
    rule: field instanceof ListField ? field.rule : null,
  };
}
