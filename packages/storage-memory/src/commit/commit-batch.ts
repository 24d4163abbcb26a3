import type { EcsId } from "@minference/protocol";
import type { CommitReceipt, MovedRef, WriteBatch } from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { planMoves, type PlannedMove } from "./plan-moves.ts";
import { planVersions } from "./plan-versions.ts";

/** Stores a batch: everything is checked and planned before the first change, and no change can fail. */
export function commitBatch(batch: WriteBatch, data: MemoryData): CommitReceipt {
  const known = data.batches.get(batch.batchId);
  if (known !== undefined) return known ?? Object.freeze({ batchId: batch.batchId, moves: [] });
  const versions = planVersions(batch, data);
  const moves = planMoves(batch, versions, data);
  for (const version of versions) data.add(version);
  for (const move of moves) if (move.writes) writeMove(move, batch, data);
  const receipt: CommitReceipt = Object.freeze({
    batchId: batch.batchId,
    moves: Object.freeze(moves.map((move) => toMovedRef(move, data))),
  });
  data.batches.set(batch.batchId, receipt);
  return receipt;
}

function writeMove({ lineageId, ref, to }: PlannedMove, batch: WriteBatch, data: MemoryData): void {
  const { createdAt: at, batchId, actor, reason } = batch;
  data.refs.add(lineageId, ref, { to, at, batchId, actor, reason });
}

function toMovedRef({ lineageId, ref, to, moved, tip }: PlannedMove, data: MemoryData): MovedRef {
  const siblings = moved ? [] : siblingsOf(to, data);
  return Object.freeze({ lineageId, ref, to, moved, tip, siblings: Object.freeze(siblings) });
}

function siblingsOf(id: EcsId, data: MemoryData): EcsId[] {
  const parentId = data.versions.get(id)?.parentId ?? null;
  const children = parentId === null ? [] : (data.byParent.get(parentId) ?? []);
  return children.filter((child) => child !== id).sort();
}
