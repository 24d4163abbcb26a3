import { InvalidRequestError, type EcsId, type JsonValue } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import type { Entity } from "../entity/entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { ListOptions } from "../surface/list-options.ts";

/**
 * Ids of the versions of a type and its known subclasses, newest first.
 *
 * @throws {InvalidRequestError} the limit is out of range, or `where` names no scalar field.
 */
export async function listIds<E extends Entity>(
  storage: EntityStorage,
  types: { readonly entityClass: EntityClass<E>; readonly names: readonly string[] },
  options: ListOptions<E>,
): Promise<readonly EcsId[]> {
  const limit = options.limit ?? 100;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw new InvalidRequestError({
      problem: `listByType was given the limit ${limit}`,
      remedy: "Give a whole number from 1 to 1,000, and page on with before",
      path: "limit",
    });
  }
  const where = whereOf(types.entityClass, options.where ?? {});
  return storage.readRows(
    { types: types.names, versions: options.versions ?? "all", where },
    { limit, before: options.before ?? null },
  );
}

function whereOf(entityClass: EntityClass, where: object): Readonly<Record<string, JsonValue>> {
  return Object.fromEntries(
    Object.entries(where).map(([name, value]): [string, JsonValue] => [
      name,
      scalarOf(entityClass, name, value),
    ]),
  );
}

function scalarOf(entityClass: EntityClass, name: string, value: unknown): JsonValue {
  const field = entityClass.shape.fields.get(name);
  const isScalar = field?.kind === "scalar" || field?.kind === "id";
  if (isScalar && isDate(value)) return value.toISOString();
  if (isScalar && isPlainScalar(value)) return value;
  throw new InvalidRequestError({
    problem: `listByType was asked where ${entityClass.entityType}.${name} is a ${typeof value}`,
    remedy: "Compare scalar fields of the type with strings, numbers, booleans, dates or null",
    entityType: entityClass.entityType,
    path: name,
  });
}

function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}

function isPlainScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
