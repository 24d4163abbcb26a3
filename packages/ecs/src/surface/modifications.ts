import type { EntityDiff } from "../change/diff.ts";
import type { Entity } from "../entity/entity.ts";

/**
 * Why a register would store an entity: its own fields changed, it only holds one that is stored anew, or it was
 * never stored.
 */
export type ModificationReason = "changed" | "child" | "new";

/** What a register would store: each entity with the fields that differ, and why. */
export interface Modifications extends ReadonlyMap<Entity, EntityDiff> {
  /** Null: the entity is not among them. */
  reasonOf(entity: Entity): ModificationReason | null;
}
