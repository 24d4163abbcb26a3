import { trustBatchId } from "@minference/protocol";
import type { SetRef } from "@minference/storage";
import type { EntityContext } from "../shape/entity-context.ts";
import type { SetRefOptions } from "../surface/set-ref-options.ts";

/** Which ref is to point where; null: nowhere any more. */
export type RefTarget = Pick<SetRef, "lineageId" | "name" | "to">;

/** A change of a ref by hand: a batch of its own, so that the log knows who and why. */
export function refChange(
  target: RefTarget,
  options: Pick<SetRefOptions, "expect"> & Pick<SetRef, "actor" | "reason">,
  context: EntityContext,
): SetRef {
  const at = new Date(context.clock.now());
  return {
    ...target,
    expect: options.expect === undefined ? "any" : options.expect,
    batchId: trustBatchId(context.ids.mint(at.getTime())),
    at,
    actor: options.actor,
    reason: options.reason,
  };
}
