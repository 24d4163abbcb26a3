import { trustBatchId, type EcsId } from "@minference/protocol";
import {
  contentHash,
  type RefMove,
  type WriteBatch,
  type WrittenSnapshot,
} from "@minference/storage";
import { nextVersion, type VersionIds } from "../change/fork.ts";
import { dropPlan, type ListPlan } from "../change/list-edit.ts";
import { writtenState } from "../change/stored-state.ts";
import type { Base, Cell, Version } from "../graph/cell.ts";
import type { EntityContext } from "../shape/entity-context.ts";
import { refMoves } from "./ref-moves.ts";
import type { CommitOptions } from "./commit-options.ts";

/** What one entity becomes when its batch is acknowledged. */
export interface NextState {
  readonly cell: Cell;
  readonly base: Base;
  readonly plans: readonly ListPlan[];
}

/** A batch made ready, and what it does to its objects once it is acknowledged. */
export interface FrozenBatch {
  readonly batch: WriteBatch;
  readonly next: readonly NextState[];
  readonly roots: readonly Cell[];
  /** Whose ref each move of the batch is, in order. */
  readonly movers: readonly Cell[];
}

/** What freezing needs beside the entities. */
export interface Freezing {
  readonly roots: readonly Cell[];
  readonly changed: ReadonlySet<Cell>;
  readonly context: EntityContext;
  readonly ids: VersionIds;
  readonly options: CommitOptions;
}

/** Freezes what was collected into a batch: new ids and plain snapshots, not yet in the objects. */
export function freezeBatch(freezing: Freezing): FrozenBatch {
  const { roots, changed, context, options } = freezing;
  const createdAt = new Date(context.clock.now());
  const batchId = trustBatchId(context.ids.mint(createdAt.getTime()));
  // what is held before its owners, so that an owner's id is the greater one
  const cells = [...changed].reverse();
  const versions = new Map(cells.map((cell) => [cell, nextVersion(cell, freezing.ids)]));
  const idOf = (cell: Cell): EcsId => (versions.get(cell) ?? cell.version).ecsId;
  const frozen = cells.map((cell) => {
    const version = { ...(versions.get(cell) ?? cell.version), batchId };
    return freezeCell(cell, version, idOf);
  });
  const moves = refMoves({
    roots: new Set(roots),
    changed: cells,
    idOf,
    whenMoved: options.whenMoved,
  });
  return {
    batch: {
      batchId,
      createdAt,
      actor: options.actor,
      reason: options.reason,
      runId: options.runId,
      snapshots: frozen.map(({ snapshot }) => snapshot),
      moves: moves.map(({ move }): RefMove => move),
    },
    next: frozen.map(({ next }) => next),
    roots,
    movers: moves.map(({ cell }) => cell),
  };
}

/** Forgets a batch that was refused: its objects are as they were before it was frozen. */
export function dropBatch(frozen: FrozenBatch): void {
  for (const { plans } of frozen.next) plans.forEach(dropPlan);
}

function freezeCell(
  cell: Cell,
  version: Version & { readonly batchId: WriteBatch["batchId"] },
  idOf: (cell: Cell) => EcsId,
): { readonly snapshot: WrittenSnapshot; readonly next: NextState } {
  const { written, hashed, plans, refIds, dictIds } = writtenState(cell, idOf);
  const { type } = cell.definition.shape;
  const hash = contentHash({ ...version, type, state: hashed });
  const stored = { ...version, contentHash: hash };
  return {
    snapshot: { ...stored, type, state: written },
    next: { cell, base: { version: stored, state: cell.state, refIds, dictIds }, plans },
  };
}
