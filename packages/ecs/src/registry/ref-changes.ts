import { trustBatchId } from "@minference/protocol";
import type { EntityStorage, SetRef } from "@minference/storage";
import { authorOf } from "../commit/commit-options.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import type { SetRefOptions } from "../surface/set-ref-options.ts";

/** Which ref is to point where; null: nowhere any more. */
export type RefTarget = Pick<SetRef, "lineageId" | "name" | "to">;

/** What changes of refs by hand work with. */
export interface RefChangeParts {
  readonly storage: EntityStorage;
  readonly context: EntityContext;
  /** Who changes and why, unless a call says otherwise. */
  readonly author: Parameters<typeof authorOf>[1];
}

/** Changes refs by hand: each change is a batch of its own, so that the log knows who and why. */
export class RefChanges {
  readonly #parts: RefChangeParts;

  constructor(parts: RefChangeParts) {
    this.#parts = parts;
  }

  async change(target: RefTarget, options: SetRefOptions): Promise<void> {
    const { storage, context, author } = this.#parts;
    const { actor, reason } = authorOf(options, author);
    const at = new Date(context.clock.now());
    await storage.setRef({
      ...target,
      expect: options.expect === undefined ? "any" : options.expect,
      batchId: trustBatchId(context.ids.mint(at.getTime())),
      at,
      actor,
      reason,
    });
  }
}
