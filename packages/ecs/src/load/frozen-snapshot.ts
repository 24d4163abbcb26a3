import { types } from "node:util";
import type { EntitySnapshot } from "@minference/storage";

/** The snapshot itself, frozen with all that it holds: a read is its caller's own (L26). Dates are copies already. */
export function frozenSnapshot(snapshot: EntitySnapshot): EntitySnapshot {
  const open: object[] = [snapshot];
  // an array visits what is added while it is walked, so no depth is limited by the call stack
  for (const value of open) {
    if (types.isDate(value)) continue;
    for (const inner of Object.values(Object.freeze(value))) if (isObject(inner)) open.push(inner);
  }
  return snapshot;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
