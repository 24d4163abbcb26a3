import type { EcsId } from "@minference/protocol";
import {
  EditedLists,
  decideMoves,
  newVersions,
  ownField,
  type CommitReceipt,
  type MovedRef,
  type PlacedMove,
  type WriteBatch,
} from "@minference/storage";
import type { MemoryData } from "../data/memory-data.ts";
import { toStored, type StoredVersion } from "../data/stored-version.ts";
import { SharedList } from "../lists/shared-list.ts";

/** Stores a batch: all of it is checked and planned before the first change, and no change can fail (L2). */
export function commitBatch(batch: WriteBatch, data: MemoryData): CommitReceipt {
  return data.once(batch.batchId, () => {
    const versions = planVersions(batch, data);
    const moves = decideMoves(batch.moves, {
      tipOf: (lineageId, name) => data.refs.tip(lineageId, name),
      lineageOf: (id) => (versions.get(id) ?? data.versions.get(id))?.lineageId,
    });
    for (const version of versions.values()) data.add(version);
    for (const { lineageId, ref, to, writes } of moves) {
      if (writes) data.refs.add(lineageId, ref, { ...batch, to, at: batch.createdAt });
    }
    return moves.map((move) => toMovedRef(move, data));
  });
}

function planVersions(batch: WriteBatch, { versions }: MemoryData): Map<EcsId, StoredVersion> {
  const fresh = newVersions(batch, versions);
  const lists = new EditedLists<SharedList>(fresh, {
    empty: SharedList.empty,
    hasVersion: (id) => versions.has(id),
    listOf: (id, field) => {
      const value = ownField(versions.get(id)?.state ?? {}, field);
      return value !== undefined && "list" in value ? value.list : undefined;
    },
    edited: (start, edit) => start.edited(edit),
  });
  const planned = new Map<EcsId, StoredVersion>();
  for (const [id, snapshot] of fresh) planned.set(id, toStored(snapshot, lists));
  return planned;
}

function toMovedRef({ writes, ...move }: PlacedMove, data: MemoryData): MovedRef {
  const parentId = data.versions.get(move.to)?.parentId ?? null;
  const children = move.moved || parentId === null ? [] : data.byParent.of(parentId);
  const siblings = children.filter((child) => child !== move.to);
  return Object.freeze({ ...move, siblings: Object.freeze(siblings) });
}
