import { collect, isOwnChanged } from "../change/collect.ts";
import type { EntityDiff } from "../change/diff.ts";
import { ownDiff } from "../change/own-diff.ts";
import { cellOf, entityOf, type Entity } from "../entity/entity.ts";
import type { Cell } from "../graph/cell.ts";
import type { ModificationReason, Modifications } from "../surface/modifications.ts";

/** The entities that a register of one would store (V11), owners before what they hold. */
export class ModifiedEntities extends Map<Entity, EntityDiff> implements Modifications {
  readonly #reasons = new Map<Entity, ModificationReason>();

  constructor(root: Entity) {
    super();
    const { changed } = collect([cellOf(root)]);
    for (const cell of changed) {
      this.set(entityOf(cell), ownDiff(cell));
      this.#reasons.set(entityOf(cell), reasonFor(cell));
    }
  }

  reasonOf(entity: Entity): ModificationReason | null {
    return this.#reasons.get(entity) ?? null;
  }
}

function reasonFor(cell: Cell): ModificationReason {
  if (cell.isNew) return "new";
  return isOwnChanged(cell) ? "changed" : "child";
}
