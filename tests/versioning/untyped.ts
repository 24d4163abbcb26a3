// boundary: entities are made as a program without types makes them
import type { Entity, EntityClass } from "@minference/ecs";

/** A new entity of the class from fields that no compiler has looked at. */
export function untyped<E extends Entity>(type: EntityClass<E>, fields: object): E {
  const make = type as unknown as new (fields: object) => E; // every class of defineEntity takes fields, and checks them
  return new make(fields);
}
