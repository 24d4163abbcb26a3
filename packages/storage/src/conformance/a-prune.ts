import type { PruneRequest } from "../contract/pruning.ts";

/** A prune that keeps what the refs reach, without id fields, unless more is said. */
export function aPrune(parts: Partial<PruneRequest> = {}): PruneRequest {
  return { alsoKeep: [], idFields: {}, belongsTo: {}, mode: "delete", ...parts };
}
