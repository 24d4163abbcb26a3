// boundary: a declaration becomes a class at run time; its type is computed from the same declaration
import {
  appendItems,
  copyEntity,
  countItems,
  readField,
  readItem,
  replaceItem,
  writeField,
} from "./access.ts";
import { ConstructedEntity } from "./constructed-entity.ts";
import { declaredField } from "./declared-field.ts";
import type { Entity } from "./entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { definitionKey, definitionOf } from "../shape/definition-of.ts";
import { makeDefinition } from "../shape/entity-definition.ts";
import type { EntityShape } from "../shape/entity-shape.ts";
import {
  checkSchemaVersions,
  inheritedEarlier,
  type EarlierDefinition,
  type SchemaVersions,
} from "../shape/earlier-definition.ts";
import type { EarlierVersion } from "../shape/earlier-version.ts";
import type { EntityDefinition } from "../shape/entity-definition.ts";
import type {
  Fields,
  FieldsInput,
  FieldValues,
  ListItem,
  ListNames,
} from "../shape/field-types.ts";
import type { LinkField } from "../shape/link-field.ts";
import type { BrokenRule } from "../shape/list.ts";
import type { PlainField } from "../shape/plain-field.ts";

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

/** Options of a declaration; `Earlier` are the shapes of earlier schema versions. */
export interface DefineOptions<S, Earlier = unknown> {
  /** Version of the shape, counted from 1; that of the base unless said, and 1 without a base. */
  readonly schemaVersion?: number;
  /**
   * The whole shapes that earlier schema versions had, inherited fields included, each with the step to the next
   * version: no gap from the first one named to the class's own. Versions below the first are not read
   * (`schema_drift`). A subclass that names neither `schemaVersion` nor `earlier` has those of its base.
   */
  readonly earlier?: { readonly [Version in keyof Earlier]: EarlierVersion<Earlier[Version]> };
  /** Name of the id field whose version the versions of this type live and die with. */
  readonly belongsTo?: string;
  /** A rule over several fields: what is broken, or null. Asked at construction and before storing. */
  readonly check?: (fields: FieldValues<S>) => BrokenRule | null;
}

/** Shapes of earlier schema versions, by version. */
export type EarlierShapes = Readonly<Record<number, Fields>>;

type AnyOptions = DefineOptions<Fields, EarlierShapes> & { readonly extends?: ExtensibleEntity };

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
 * @throws {InvalidRequestError} the type's name, or a field's name or declaration, cannot be stored, or `belongsTo`
 *   names no id field.
 */
export function defineEntity<
  Base extends ExtensibleEntity,
  S extends Fields,
  Earlier extends EarlierShapes,
>(
  name: string,
  fields: S,
  options: DefineOptions<Base["declaredFields"] & S, Earlier> & { readonly extends: Base },
): ExtendedEntity<Base, Base["declaredFields"] & S>;
export function defineEntity<S extends Fields, Earlier extends EarlierShapes>(
  name: string,
  fields: S,
  options?: DefineOptions<S, Earlier>,
): DefinedEntity<S>;
export function defineEntity(name: string, fields: Fields, options: AnyOptions = {}): unknown {
  const parent = options.extends ?? ConstructedEntity;
  const base = options.extends === undefined ? null : definitionOf(options.extends);
  const own = declaredFields(name, fields);
  const definition = makeDefinition({
    type: name,
    base,
    fields: own,
    ...schemaVersions(name, options, { base, own }),
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

function declaredFields(type: string, fields: Fields): readonly (PlainField | LinkField)[] {
  return Object.entries(fields).map(([name, field]) => declaredField(type, name, field));
}

function schemaVersions(
  type: string,
  options: AnyOptions,
  inherited: {
    readonly base: EntityDefinition | null;
    readonly own: readonly (PlainField | LinkField)[];
  },
): SchemaVersions {
  const { base, own } = inherited;
  const saysNone = options.schemaVersion === undefined && options.earlier === undefined;
  const versions = {
    schemaVersion: options.schemaVersion ?? base?.shape.schemaVersion ?? 1,
    earlier:
      saysNone && base !== null
        ? inheritedEarlier(base.earlier, own)
        : new Map(Object.entries(options.earlier ?? {}).map((each) => earlierOf(type, ...each))),
  };
  checkSchemaVersions(type, versions);
  return versions;
}

function earlierOf(
  type: string,
  version: string,
  { shape, upgrade }: EarlierVersion<Fields>,
): [number, EarlierDefinition] {
  const fields = new Map(declaredFields(type, shape).map((field) => [field.name, field]));
  return [Number(version), { fields, upgrade }];
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
