import { types } from "node:util";
import { Entity } from "../entity/entity.ts";

/** What a traced call was given, or gave back. */
export interface TracedValues {
  /** The `this` of the call. */
  readonly self: unknown;
  readonly values: readonly unknown[];
}

/**
 * The entities in the values of a call, each once (V29): through arrays, Maps, Sets and plain objects, and through
 * the own properties of `self`. Properties are read by their descriptors, so no getter runs; what a Proxy stands for
 * is not looked into.
 */
export function collectEntities({ self, values }: TracedValues): readonly Entity[] {
  const found: Entity[] = [];
  const met = new Set<unknown>([self, ...values]);
  // a Set visits what is added while it is walked, each once, so cycles and depth are no matter
  for (const value of met) {
    if (!isObject(value) || types.isProxy(value)) continue;
    if (value instanceof Entity) found.push(value);
    else for (const inner of heldBy(value, value === self)) if (isObject(inner)) met.add(inner);
  }
  return found;
}

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function* heldBy(value: object, isSelf: boolean): Generator {
  if (types.isMap(value)) {
    for (const entry of Map.prototype.entries.call(value)) yield* entry;
  } else if (types.isSet(value)) yield* Set.prototype.values.call(value);
  else if (isSelf || Array.isArray(value) || isPlainObject(value)) yield* dataOf(value);
}

/** The values of own properties that are not computed. */
function* dataOf(value: object): Generator {
  for (const key of Reflect.ownKeys(value)) {
    const property = Reflect.getOwnPropertyDescriptor(value, key);
    if (property !== undefined && "value" in property) yield property.value;
  }
}

/** By the chain of its prototypes: an object of another realm has another Object.prototype. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
