import type { LineageNode } from "./lineage.ts";

/** True for a version that no other one of its lineage leads to. */
export function isRoot(node: LineageNode): boolean {
  return node.parentId === null || node.parentMissing;
}
