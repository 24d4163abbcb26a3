import type { LineageId } from "@minference/protocol";
import { mainRef, type EntityStorage, type RefTip } from "@minference/storage";
import type { Cell } from "../graph/cell.ts";

/** Entities of a batch of which it is not known yet which ref they move. */
export function undecided(changed: ReadonlySet<Cell>): readonly Cell[] {
  return [...changed].filter(
    (cell) =>
      cell.base !== null &&
      cell.following.kind === "undecided" &&
      cell.definition.shape.belongsTo === null,
  );
}

/** Finds out, in one read, which ref each of these entities moves when it is committed (V39). */
export async function decideFollowing(
  storage: EntityStorage,
  cells: readonly Cell[],
  roots: ReadonlySet<Cell>,
): Promise<readonly Cell[]> {
  const refs = await storage.refs(cells.map((cell) => cell.version.lineageId));
  const byLineage = new Map<LineageId, RefTip[]>();
  for (const ref of refs) {
    const known = byLineage.get(ref.lineageId);
    if (known === undefined) byLineage.set(ref.lineageId, [ref]);
    else known.push(ref);
  }
  for (const cell of cells) {
    const own = byLineage.get(cell.version.lineageId) ?? [];
    const main = own.find((ref) => ref.name === mainRef);
    if (main !== undefined && main.tip === cell.base?.version.ecsId) {
      cell.following = { kind: "ref", name: mainRef, isNew: false };
    } else if (own.length > 0) cell.following = { kind: "none" };
    else if (roots.has(cell)) cell.following = { kind: "ref", name: mainRef, isNew: true };
  }
  // still undecided: parts of something, in lineages without refs, which get none
  return cells.filter((cell) => cell.following.kind === "undecided");
}
