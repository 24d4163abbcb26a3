import { decideSetRef, type SetRef } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";

/** Points a ref to a version of its lineage, or deletes it. */
export function setRef(change: SetRef, data: MemoryData): void {
  data.once(change.batchId, () => {
    const writes = decideSetRef(change, {
      tipOf: (lineageId, name) => data.refs.tip(lineageId, name),
      lineageOf: (id) => data.versions.get(id)?.lineageId,
    });
    if (writes) data.refs.add(change.lineageId, change.name, change);
    return [];
  });
}
