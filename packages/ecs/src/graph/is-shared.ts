import type { Cell } from "./cell.ts";
import type { GraphNode } from "./graph-node.ts";
import type { ListBacking } from "./list-backing.ts";
import { visitOwners } from "./owner-links.ts";

/** True when other entities, or other fields of this one, may hold lists on the backing of a field. */
export function isShared(backing: ListBacking, cell: Cell, field: string): boolean {
  const others: GraphNode[] = [];
  visitOwners(backing.owners, (owner) => {
    if (owner !== cell) others.push(owner);
  });
  if (others.length > 0) return true;
  return cell.definition.lists.some(
    ({ name }) =>
      name !== field &&
      (cell.state.lists[name]?.backing === backing ||
        cell.base?.state.lists[name]?.backing === backing),
  );
}
