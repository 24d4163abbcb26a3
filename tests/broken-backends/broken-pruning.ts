import type { EcsId } from "@minference/protocol";
import type { EntitySnapshot, EntityStorage, PruneRequest, WriteBatch } from "@minference/storage";
import { changedReads, type BrokenBackend } from "./broken-backend.ts";
import { newBatchId } from "./new-batch-id.ts";

/** Faults of pruning and verifying. */
export const brokenPruning: readonly BrokenBackend[] = [
  {
    law: "L36",
    fault: "does not follow id fields",
    over: (storage) => pruned(storage, (request) => ({ ...request, idFields: {} })),
  },
  {
    law: "L36",
    fault: "deletes what belongs to a kept version",
    over: (storage) => pruned(storage, (request) => ({ ...request, belongsTo: {} })),
  },
  {
    law: "L36",
    fault: "keeps what an id field of any type could name",
    over: (storage) =>
      pruned(storage, (request) => {
        const fields = Object.values(request.idFields).flat();
        return { ...request, idFields: { ...request.idFields, Note: fields } };
      }),
  },
  {
    law: "L36",
    fault: "keeps nothing but what the refs reach",
    over: (storage) => pruned(storage, (request) => ({ ...request, alsoKeep: [] })),
  },
  {
    law: "L36",
    fault: "deletes nothing",
    over: (storage) => pruned(storage, (request) => ({ ...request, mode: "count" })),
  },
  {
    law: "L37",
    fault: "stores a deleted version again when its old batch is repeated",
    over: (storage) => {
      const deleted = new Set<EcsId>();
      return {
        prune: async (request) => {
          const receipt = await storage.prune(request);
          for (const id of Object.values(receipt.idsByType).flat()) deleted.add(id);
          return receipt;
        },
        commit: (batch) => {
          const comesBack = batch.snapshots.some(({ ecsId }) => deleted.has(ecsId));
          return storage.commit(comesBack ? { ...batch, batchId: newBatchId() } : batch);
        },
      };
    },
  },
  {
    law: "L37",
    fault: "cuts a list that started from a deleted version to its own items",
    over: (storage) => {
      const starts = new Map<EcsId, EcsId>();
      const gone = new Set<EcsId>();
      return {
        commit: async (batch) => {
          for (const snapshot of batch.snapshots) noteStart(snapshot, starts);
          return storage.commit(batch);
        },
        prune: async (request) => {
          const receipt = await storage.prune(request);
          for (const id of Object.values(receipt.idsByType).flat()) gone.add(id);
          return receipt;
        },
        ...changedReads(storage, (version) => {
          const start = starts.get(version.ecsId);
          return start !== undefined && gone.has(start) ? withoutItems(version) : version;
        }),
      };
    },
  },
  {
    law: "L37",
    fault: "forgets the erasures",
    over: (storage) => {
      let isPruned = false;
      return {
        prune: (request) => {
          isPruned = true;
          return storage.prune(request);
        },
        erasures: async (lineageId) => (isPruned ? [] : storage.erasures(lineageId)),
      };
    },
  },
  {
    law: "L38",
    fault: "deletes when it is asked to count",
    over: (storage) => pruned(storage, (request) => ({ ...request, mode: "delete" })),
  },
  {
    law: "L38",
    fault: "tells the newest of the deleted ids first",
    over: (storage) => ({
      prune: async (request) => {
        const { idsByType } = await storage.prune(request);
        const reversed = Object.entries(idsByType).map(([type, ids]) => {
          return [type, ids.toReversed()] as const;
        });
        return { idsByType: Object.fromEntries(reversed) };
      },
    }),
  },
  {
    law: "L38",
    fault: "leaves out what it deleted",
    over: (storage) => ({
      prune: async (request) => {
        await storage.prune(request);
        return { idsByType: {} };
      },
    }),
  },
  {
    law: "L39",
    fault: "loses the batches that come while it prunes",
    over: (storage) => {
      let isPruning = false;
      return {
        commit: async (batch) => {
          await Promise.resolve();
          return storage.commit(isPruning ? { ...batch, snapshots: [], moves: [] } : batch);
        },
        prune: async (request) => {
          isPruning = true;
          await Promise.resolve();
          await Promise.resolve();
          const receipt = await storage.prune(request);
          isPruning = false;
          return receipt;
        },
      };
    },
  },
  {
    law: "L39",
    fault: "moves the refs of a batch after a prune may have taken its versions",
    over: (storage) => ({ commit: (batch) => commitInTwo(storage, batch) }),
  },
  {
    law: "L40",
    fault: "finds a problem where there is none",
    over: () => ({
      verify: async () => [{ problem: "The checksum differs", ecsId: null, lineageId: null }],
    }),
  },
  {
    law: "L40",
    fault: "takes versions that are erased for damaged",
    over: (storage) => {
      const erased = new Set<EcsId>();
      return {
        erase: async (request) => {
          await storage.erase(request);
          for (const { ecsId } of request.versions) erased.add(ecsId);
        },
        verify: async () =>
          Array.from(erased, (ecsId) => ({ problem: "No hash", ecsId, lineageId: null })),
      };
    },
  },
  {
    law: "L40",
    fault: "prunes while it looks",
    over: (storage) => ({
      verify: async () => {
        const { alsoKeep, belongsTo, idFields } = { alsoKeep: [], belongsTo: {}, idFields: {} };
        await storage.prune({ alsoKeep, belongsTo, idFields, mode: "delete" });
        return storage.verify();
      },
    }),
  },
];

function pruned(
  storage: EntityStorage,
  change: (request: PruneRequest) => PruneRequest,
): Partial<EntityStorage> {
  return { prune: (request) => storage.prune(change(request)) };
}

function noteStart(snapshot: WriteBatch["snapshots"][number], starts: Map<EcsId, EcsId>): void {
  for (const value of Object.values(snapshot.state)) {
    if ("list" in value && value.list.from !== null) starts.set(snapshot.ecsId, value.list.from);
  }
}

function withoutItems(version: EntitySnapshot): EntitySnapshot {
  const fields = Object.entries(version.state).map(([field, value]) => {
    return [field, "list" in value ? { list: [] } : value] as const;
  });
  return { ...version, state: Object.fromEntries(fields) };
}

/** First the versions, then the moves: a prune between takes the versions, which no ref reaches yet. */
async function commitInTwo(
  storage: EntityStorage,
  batch: WriteBatch,
): ReturnType<EntityStorage["commit"]> {
  await storage.commit({ ...batch, batchId: newBatchId(), moves: [] });
  await Promise.resolve();
  return storage.commit({ ...batch, snapshots: [] });
}
