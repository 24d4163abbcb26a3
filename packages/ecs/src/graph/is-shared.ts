import type { Cell } from "./cell.ts";
import type { ListBacking } from "./list-backing.ts";

/** True when other entities, or other fields of this one, may hold lists on the backing of a field. */
export function isShared(backing: ListBacking, cell: Cell, field: string): boolean {
  if (backing.owners.living().some((owner) => owner !== cell)) return true;
  return cell.definition.lists.some(
    ({ name }) =>
      name !== field &&
      (cell.state.lists[name]?.backing === backing ||
        cell.base?.state.lists[name]?.backing === backing),
  );
}
