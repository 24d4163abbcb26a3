import type { EntityShape } from "./entity-shape.ts";

/** A class made by `defineEntity`, or one that extends it; `E` is what its instances are. */
export interface EntityClass<E extends object = object> {
  new (fields: never, context?: never): E;
  /** The name given to `defineEntity`. */
  readonly entityType: string;
  readonly shape: EntityShape;
}

/** The entities that a class, or any class of a list of classes, makes. */
export type EntityOf<C> = C extends readonly (infer Each)[] ? InstanceOf<Each> : InstanceOf<C>;

type InstanceOf<C> = C extends abstract new (...parameters: never) => infer E ? E : never;
