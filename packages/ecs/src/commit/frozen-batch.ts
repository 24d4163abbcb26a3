import { trustBatchId, type BatchId, type EcsId } from "@minference/protocol";
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
  /** Position of the move of each entity that has one. */
  readonly moveOf: ReadonlyMap<Cell, number>;
  /** The versions of the batch; one array for all who are told of them. */
  readonly versions: readonly EcsId[];
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
  const now = context.clock.now();
  const batchId = trustBatchId(context.ids.mint(now));
  // what is held before its owners, so that an owner's id is the greater one
  const cells = [...changed].reverse();
  const versions = new Map<Cell, Version>();
  for (const cell of cells) versions.set(cell, nextVersion(cell, freezing.ids, now));
  const versionOf = (cell: Cell): Version => versions.get(cell) ?? cell.version;
  const idOf = (cell: Cell): EcsId => versionOf(cell).ecsId;
  const frozen = cells.map((cell) => freezeCell(cell, { version: versionOf(cell), batchId }, idOf));
  const moves = refMoves({
    roots: new Set(roots),
    changed: cells,
    idOf,
    whenMoved: options.whenMoved,
  });
  return {
    batch: {
      batchId,
      createdAt: new Date(now),
      actor: options.actor,
      reason: options.reason,
      runId: options.runId,
      snapshots: frozen.map(({ snapshot }) => snapshot),
      moves: moves.map(({ move }): RefMove => move),
    },
    next: frozen.map(({ next }) => next),
    roots,
    moveOf: new Map(moves.map(({ cell }, index) => [cell, index])),
    versions: frozen.map(({ snapshot }) => snapshot.ecsId),
  };
}

/** Forgets a batch that was refused: its objects are as they were before it was frozen. */
export function dropBatch(frozen: FrozenBatch): void {
  for (const { cell, plans } of frozen.next) {
    for (const plan of plans) dropPlan(plan, cell);
  }
}

function freezeCell(
  cell: Cell,
  place: { readonly version: Version; readonly batchId: BatchId },
  idOf: (cell: Cell) => EcsId,
): { readonly snapshot: WrittenSnapshot; readonly next: NextState } {
  const { written, hashed, plans, refIds, dictIds } = writtenState(cell, idOf);
  const { ecsId, lineageId, parentId, createdAt: at, schemaVersion, erasedAt } = place.version;
  const { type } = cell.definition.shape;
  const { batchId } = place;
  const createdAt = new Date(at);
  const hash = contentHash({
    ecsId,
    type,
    lineageId,
    parentId,
    createdAt,
    schemaVersion,
    state: hashed,
  });
  // in one order wherever versions are made: V8 reads objects of one shape fastest
  const version: Version = {
    ecsId,
    lineageId,
    parentId,
    createdAt: at,
    batchId,
    schemaVersion,
    contentHash: hash,
    erasedAt,
  };
  const common = { ecsId, lineageId, parentId, batchId, schemaVersion, erasedAt };
  return {
    snapshot: { ...common, type, createdAt, contentHash: hash, state: written },
    next: { cell, base: { version, state: cell.state, refIds, dictIds }, plans },
  };
}
