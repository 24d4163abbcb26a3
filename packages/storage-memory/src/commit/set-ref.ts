import {
  DanglingReferenceError,
  VersionConflictError,
  checkSetRef,
  type SetRef,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";

/** Points a ref to a version of its lineage or deletes it; a batch that is known changes nothing. */
export function setRef(change: SetRef, data: MemoryData): void {
  const { lineageId, name, to, expect, batchId, at, actor, reason } = change;
  if (data.batches.has(batchId)) return;
  checkSetRef(change);
  if (to !== null && data.versions.get(to)?.lineageId !== lineageId) {
    const entityType = `Lineage ${lineageId}`;
    throw new DanglingReferenceError({ entityType, ecsId: null, path: `ref ${name}`, target: to });
  }
  const tip = data.refs.tip(lineageId, name);
  if (expect !== "any" && expect !== tip) {
    throw new VersionConflictError({ lineageId, ref: name, expected: expect, found: tip });
  }
  if (tip !== to) data.refs.add(lineageId, name, { to, at, batchId, actor, reason });
  data.batches.set(batchId, null);
}
