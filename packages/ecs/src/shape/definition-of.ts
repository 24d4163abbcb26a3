// boundary: the one place where a class made by defineEntity gives up its prepared declaration
import { InvalidRequestError } from "@minference/protocol";
import type { EntityClass } from "./entity-class.ts";
import type { EntityDefinition } from "./entity-definition.ts";

/** Under this key a class made by `defineEntity` keeps its prepared declaration. */
export const definitionKey: unique symbol = Symbol.for("@minference/ecs:definition");

/**
 * The prepared declaration of a class made by `defineEntity`, or of one that extends it.
 *
 * @throws {InvalidRequestError} it is no such class.
 */
export function definitionOf(entityClass: object): EntityDefinition {
  // only defineEntity sets this key
  const definition = (entityClass as { readonly [definitionKey]?: EntityDefinition })[
    definitionKey
  ];
  if (definition !== undefined) return definition;
  throw new InvalidRequestError({
    problem: "A class was given that was not made by defineEntity",
    remedy: 'Declare it: class X extends defineEntity("X", { … }) {}',
  });
}

/** True for a class made by `defineEntity`, or one that extends it. */
export function isEntityClass(value: unknown): value is EntityClass {
  return typeof value === "function" && definitionKey in value;
}
