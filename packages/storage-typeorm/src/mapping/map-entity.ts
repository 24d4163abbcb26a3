import type { EntityClass } from "@minference/ecs";
import { InvalidRequestError } from "@minference/protocol";
import { mergedFields } from "./merged-fields.ts";

/** How the column of one field differs from the derived one. It can be renamed or retyped, never dropped. */
export interface ColumnOverride {
  readonly name?: string;
  /** Keeps a date or uuid as its text. */
  readonly type?: "text";
}

/** How the table of one list field differs from the derived one. */
export interface ListOverride {
  readonly table?: string;
  /** What one item is called: its column is this name with `_id`. */
  readonly item?: string;
  /** Column that names the version which introduced an item. */
  readonly introducedBy?: string;
}

/** Where versions of some classes are stored. */
export interface MappingOptions {
  readonly table: string;
  /** By field: a new column name, or an override. */
  readonly columns?: Readonly<Record<string, string | ColumnOverride>>;
  readonly lists?: Readonly<Record<string, ListOverride>>;
  /** What the column `type` holds for a class, by type name; the type name itself unless said. */
  readonly typeNames?: Readonly<Record<string, string>>;
  /** Fields whose column gets an index of its own. */
  readonly indexes?: readonly string[];
}

/** A mapping made by {@link mapEntity}. */
export interface EntityMapping {
  readonly classes: readonly EntityClass[];
  readonly table: string;
  readonly columns: ReadonlyMap<string, ColumnOverride>;
  readonly lists: ReadonlyMap<string, ListOverride>;
  readonly typeNames: ReadonlyMap<string, string>;
  readonly indexes: readonly string[];
}

/**
 * Maps a class, or several, to one table whose columns are derived from the declared fields.
 *
 * Several classes share the table: a column `type` tells them apart, and checks keep the columns of the others
 * null. A list field gets a table `<table>_<item>`, a ref a column `<field>_id`, a dict one JSON column.
 *
 * @throws {InvalidRequestError} no class is given, an override names no field, or a field would need a column of two
 *   kinds, because an earlier schema version or another class has it otherwise.
 */
export function mapEntity(
  types: EntityClass | readonly EntityClass[],
  options: MappingOptions,
): EntityMapping {
  const classes = isClass(types) ? [types] : [...types];
  if (classes.length === 0) throw noClass(options.table);
  const columns = Object.entries(options.columns ?? {}).map(
    ([field, override]): [string, ColumnOverride] => [
      field,
      typeof override === "string" ? { name: override } : override,
    ],
  );
  const mapping: EntityMapping = {
    classes,
    table: options.table,
    columns: new Map(columns),
    lists: new Map(Object.entries(options.lists ?? {})),
    typeNames: new Map(Object.entries(options.typeNames ?? {})),
    indexes: options.indexes ?? [],
  };
  checkOverrides(mapping);
  return mapping;
}

function isClass(types: EntityClass | readonly EntityClass[]): types is EntityClass {
  return typeof types === "function";
}

function checkOverrides(mapping: EntityMapping): void {
  const fields = mergedFields(mapping.classes);
  const named = [...mapping.columns.keys(), ...mapping.lists.keys(), ...mapping.indexes];
  const unknown = named.find((field) => !fields.has(field));
  if (unknown === undefined) return;
  throw new InvalidRequestError({
    problem: `The mapping of table ${mapping.table} names the field ${unknown}, which its classes do not have`,
    remedy: `Use one of ${[...fields.keys()].join(", ")}`,
    path: unknown,
  });
}

function noClass(table: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `The mapping of table ${table} names no class`,
    remedy: "Give mapEntity a class made by defineEntity, or several",
  });
}
