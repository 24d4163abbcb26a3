import { isKind, type BatchId, type EcsId } from "@minference/protocol";
import type { CommitReceipt, EntityStorage, WriteBatch } from "@minference/storage";
import { changedReads, type BrokenBackend } from "./broken-backend.ts";
import { newBatchId } from "./new-batch-id.ts";

/** Faults of writing. */
export const brokenCommits: readonly BrokenBackend[] = [
  {
    law: "L2",
    fault: "stores the first half of a batch that it refuses",
    over: (storage) => ({
      commit: (batch) => orElse(storage.commit(batch), () => commitHalf(storage, batch)),
    }),
  },
  {
    law: "L2",
    fault: "moves the refs of a batch that it refuses",
    over: (storage) => ({
      commit: (batch) =>
        orElse(storage.commit(batch), async () => {
          const moved = new Set(batch.moves.map(({ to }) => to));
          const snapshots = batch.snapshots.filter(({ ecsId }) => moved.has(ecsId));
          await storage.commit({ ...batch, batchId: newBatchId(), snapshots });
        }),
    }),
  },
  {
    law: "L3",
    fault: "shows half of a batch while it writes the rest",
    over: (storage) => ({
      commit: async (batch) => {
        await commitHalf(storage, batch);
        return storage.commit(batch);
      },
    }),
  },
  {
    law: "L3",
    fault: "answers a read from before the last commit",
    over: (storage) => {
      let before = storage.refs([]);
      return {
        refs: async (lineageIds) => {
          const answer = await before;
          before = storage.refs(lineageIds);
          return answer;
        },
      };
    },
  },
  {
    law: "L4",
    fault: "commits a batch that it knows once more",
    over: (storage) => ({
      commit: async (batch) => {
        const receipt = await storage.commit({ ...batch, batchId: newBatchId() });
        return { ...receipt, batchId: batch.batchId };
      },
    }),
  },
  {
    law: "L4",
    fault: "answers a batch that it knows with an empty receipt",
    over: (storage) => {
      const known = new Set<BatchId>();
      return {
        commit: async (batch) => {
          const receipt = await storage.commit(batch);
          const isKnown = known.has(batch.batchId);
          known.add(batch.batchId);
          return isKnown ? { ...receipt, moves: [] } : receipt;
        },
      };
    },
  },
  {
    law: "L5",
    fault: "takes a version that is brought again over into the later batch",
    over: (storage) => {
      const batches = new Map<EcsId, BatchId>();
      return {
        commit: async (batch) => {
          const receipt = await storage.commit(batch);
          for (const { ecsId } of batch.snapshots) batches.set(ecsId, batch.batchId);
          return receipt;
        },
        ...changedReads(storage, (version) => {
          return { ...version, batchId: batches.get(version.ecsId) ?? version.batchId };
        }),
      };
    },
  },
  {
    law: "L5",
    fault: "drops the whole batch when one of its versions is stored already",
    over: (storage) => ({
      commit: async (batch) => {
        const known = await storage.readSnapshots(batch.snapshots.map(({ ecsId }) => ecsId));
        return storage.commit(known.size === 0 ? batch : { ...batch, snapshots: [] });
      },
    }),
  },
  {
    law: "L6",
    fault: "keeps quiet about other content under a stored id",
    over: (storage) => ({
      commit: async (batch) => {
        const known = await storage.readSnapshots(batch.snapshots.map(({ ecsId }) => ecsId));
        const snapshots = batch.snapshots.filter(({ ecsId }) => !known.has(ecsId));
        return storage.commit({ ...batch, snapshots });
      },
    }),
  },
  {
    law: "L7",
    fault: "accepts a dangling reference and leaves its owner out",
    over: (storage) => ({ commit: (batch) => commitUndangled(storage, batch) }),
  },
  {
    law: "L31",
    fault: "loses a batch that comes while another is written",
    over: (storage) => {
      let busy = false;
      return {
        commit: async (batch) => {
          if (busy) return imagined(batch);
          busy = true;
          await Promise.resolve();
          busy = false;
          return storage.commit(batch);
        },
      };
    },
  },
];

/** What the call gives; when it is refused, that refusal, after `then`. */
async function orElse(
  call: Promise<CommitReceipt>,
  then: () => Promise<unknown>,
): Promise<CommitReceipt> {
  try {
    return await call;
  } catch (error) {
    await Promise.allSettled([then()]);
    throw error;
  }
}

async function commitHalf(storage: EntityStorage, batch: WriteBatch): Promise<void> {
  const snapshots = batch.snapshots.slice(0, Math.ceil(batch.snapshots.length / 2));
  const half = storage.commit({ ...batch, batchId: newBatchId(), snapshots, moves: [] });
  await Promise.allSettled([half]);
}

/** Leaves out one version after the other until nothing dangles. */
async function commitUndangled(storage: EntityStorage, batch: WriteBatch): Promise<CommitReceipt> {
  for (let left = batch; ;) {
    const [outcome] = await Promise.allSettled([storage.commit(left)]);
    if (outcome.status === "fulfilled") return outcome.value;
    const owner = danglingOwner(outcome.reason);
    if (owner === null) throw outcome.reason;
    left = { ...left, snapshots: left.snapshots.filter(({ ecsId }) => ecsId !== owner) };
  }
}

function danglingOwner(reason: unknown): unknown {
  return isKind(reason, "not_found") && "ecsId" in reason ? reason.ecsId : null;
}

function imagined(batch: WriteBatch): CommitReceipt {
  const moves = batch.moves.map(({ lineageId, name, expect, to }) => {
    return { lineageId, ref: name ?? "main", to, moved: true, tip: expect, siblings: [] };
  });
  return { batchId: batch.batchId, moves };
}
