import type { EcsId } from "@minference/protocol";
import { mainRef, type RefMove } from "@minference/storage";
import type { Cell } from "../graph/cell.ts";

/** What decides the ref moves of a batch. */
export interface Moving {
  readonly roots: ReadonlySet<Cell>;
  readonly changed: readonly Cell[];
  readonly idOf: (cell: Cell) => EcsId;
  readonly whenMoved: "branch" | "refuse";
}

/** The ref moves of a batch, each with the entity that it is for (V39). */
export function refMoves(
  moving: Moving,
): readonly { readonly cell: Cell; readonly move: RefMove }[] {
  return moving.changed.flatMap((cell) => {
    const move = moveOf(cell, moving);
    return move === null ? [] : [{ cell, move }];
  });
}

function moveOf(cell: Cell, { roots, idOf, whenMoved }: Moving): RefMove | null {
  if (cell.definition.shape.belongsTo !== null) return null;
  const { following, version } = cell;
  const isRoot = roots.has(cell);
  const common = { lineageId: version.lineageId, to: idOf(cell) };
  const otherwise = isRoot ? whenMoved : "branch";
  switch (following.kind) {
    case "undecided":
      return null;
    case "none":
      return { ...common, name: null, expect: null, else: "branch" };
    case "ref":
      if (!following.isNew) {
        const expect = cell.base?.version.ecsId ?? null;
        return { ...common, name: following.name, expect, else: otherwise };
      }
      return isRoot ? { ...common, name: mainRef, expect: null, else: otherwise } : null;
  }
}
