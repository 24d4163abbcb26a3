import type { Cell } from "./cell.ts";
import type { ListBacking } from "./list-backing.ts";
import { visitOwners } from "./owner-links.ts";

/** The entities in memory that hold one now, each once. Links are hints: each is compared with the owner's fields. */
export function ownersOf(cell: Cell): ReadonlySet<Cell> {
  const owners = new Set<Cell>();
  visitOwners(cell.owners, (node) => {
    if (node.kind === "list") addListOwners(owners, node, cell);
    else if (holdsOutsideLists(node, cell)) owners.add(node);
  });
  return owners;
}

function addListOwners(owners: Set<Cell>, backing: ListBacking, item: Cell): void {
  const position = backing.cells.indexOf(item);
  if (position === -1) return;
  visitOwners(backing.owners, (owner) => {
    if (owner.kind === "list") return;
    const isHeld = Object.values(owner.state.lists).some(
      (value) => value.backing === backing && position < value.length,
    );
    if (isHeld) owners.add(owner);
  });
}

function holdsOutsideLists(owner: Cell, child: Cell): boolean {
  const { refs, dicts } = owner.state;
  if (Object.values(refs).includes(child)) return true;
  return Object.values(dicts).some((entries) => [...entries.values()].includes(child));
}
