import { InvalidRequestError, parseEcsId, type EcsId, type JsonValue } from "@minference/protocol";
import type { EntityStorage } from "@minference/storage";
import type { Entity } from "../entity/entity.ts";
import type { EntityClass } from "../shape/entity-class.ts";
import type { ListOptions } from "../surface/list-options.ts";

/**
 * Ids of the versions of a type and its known subclasses, newest first.
 *
 * @throws {InvalidRequestError} the limit is out of range, `before` no version id, or `where` names no scalar field.
 */
export async function listIds<E extends Entity>(
  storage: EntityStorage,
  types: { readonly entityClass: EntityClass<E>; readonly names: readonly string[] },
  options: ListOptions<E>,
): Promise<readonly EcsId[]> {
  const { limit = 100, before = null, versions = "all" } = options;
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) {
    throw refused("limit", limit, "a whole number from 1 to 1,000, and page on with before");
  }
  if (before !== null && parseEcsId(before) !== before) {
    throw refused("before", before, "the id of the last version of the page before");
  }
  if (!versionChoices.has(versions)) throw refused("versions", versions, '"all" or "main"');
  const where = whereOf(types.entityClass, options.where ?? {});
  return storage.readRows({ types: types.names, versions, where }, { limit, before });
}

const versionChoices: ReadonlySet<string> = new Set(["all", "main"]);

function refused(path: string, given: unknown, wanted: string): InvalidRequestError {
  return new InvalidRequestError({
    problem: `listByType was given the ${path} ${String(given).slice(0, 80)}`,
    remedy: `Give ${wanted}`,
    path,
  });
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
  if (isScalar && isInstant(value)) return value.toISOString();
  if (isScalar && isPlainScalar(value)) return value;
  throw new InvalidRequestError({
    problem: `listByType was asked where ${entityClass.entityType}.${name} is ${isDate(value) ? "an invalid date" : `a ${typeof value}`}`,
    remedy: "Compare scalar fields of the type with strings, numbers, booleans, dates or null",
    entityType: entityClass.entityType,
    path: name,
  });
}

function isDate(value: unknown): value is Date {
  return Object.prototype.toString.call(value) === "[object Date]";
}

function isInstant(value: unknown): value is Date {
  return isDate(value) && !Number.isNaN(value.getTime());
}

function isPlainScalar(value: unknown): value is string | number | boolean | null {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}
