import { isKind, type EcsId } from "@minference/protocol";
import type { Erasure, EntityStorage, WriteBatch } from "@minference/storage";
import { changedReads, type BrokenBackend } from "./broken-backend.ts";
import { newBatchId } from "./new-batch-id.ts";

/** Faults of erasing. */
export const brokenErasing: readonly BrokenBackend[] = [
  {
    law: "L32",
    fault: "empties what it can of an erase that names a version that is not stored",
    over: (storage) => ({
      erase: async (request) => {
        const known = await storage.readSnapshots(request.versions.map(({ ecsId }) => ecsId));
        const versions = request.versions.filter(({ ecsId }) => known.has(ecsId));
        await storage.erase({ ...request, batchId: newBatchId(), versions });
        await storage.erase(request);
      },
    }),
  },
  {
    law: "L32",
    fault: "takes no notice of a version to erase that is not stored",
    over: (storage) => ({
      erase: async (request) => {
        const [outcome] = await Promise.allSettled([storage.erase(request)]);
        if (outcome.status === "rejected" && !isKind(outcome.reason, "not_found"))
          throw outcome.reason;
      },
    }),
  },
  {
    law: "L32",
    fault: "erases again for a batch that it knows",
    over: (storage) => ({
      erase: (request) => storage.erase({ ...request, batchId: newBatchId() }),
    }),
  },
  {
    law: "L33",
    fault: "keeps the hash of what it erased",
    over: (storage) => {
      const hashes = new Map<EcsId, WriteBatch["snapshots"][number]["contentHash"]>();
      return {
        commit: async (batch) => {
          for (const { ecsId, contentHash } of batch.snapshots) hashes.set(ecsId, contentHash);
          return storage.commit(batch);
        },
        ...changedReads(storage, (version) => {
          const contentHash = version.contentHash ?? hashes.get(version.ecsId) ?? null;
          return { ...version, contentHash };
        }),
      };
    },
  },
  {
    law: "L33",
    fault: "marks versions as erased and leaves their content",
    over: (storage) => ({
      erase: (request) => {
        const versions = request.versions.map(({ ecsId }) => ({ ecsId, json: {} }));
        return storage.erase({ ...request, versions });
      },
    }),
  },
  {
    law: "L33",
    fault: "empties the parents too",
    over: (storage) => ({
      erase: async (request) => {
        const read = await storage.readSnapshots(request.versions.map(({ ecsId }) => ecsId));
        const parents = [...read.values()].flatMap(({ parentId }) => parentId ?? []);
        const versions = parents.map((ecsId) => ({ ecsId, json: { text: "" } }));
        await storage.erase({ ...request, versions: [...request.versions, ...versions] });
      },
    }),
  },
  {
    law: "L33",
    fault: "finds what was erased by its old value",
    over: (storage) => {
      const found = new Map<unknown, readonly EcsId[]>();
      return {
        commit: async (batch) => {
          const receipt = await storage.commit(batch);
          for (const { ecsId, state } of batch.snapshots) {
            const { text } = state;
            if (text !== undefined && "json" in text) found.set(text.json, [ecsId]);
          }
          return receipt;
        },
        readRows: async (filter, page) =>
          found.get(filter.where["text"]) ?? storage.readRows(filter, page),
      };
    },
  },
  {
    law: "L34",
    fault: "erases what is erased once more, at the later time",
    over: (storage) => {
      const times = new Map<EcsId, Date>();
      return {
        erase: async (request) => {
          await storage.erase(request);
          for (const { ecsId } of request.versions) times.set(ecsId, request.at);
        },
        ...changedReads(storage, (version) => {
          return { ...version, erasedAt: times.get(version.ecsId) ?? version.erasedAt };
        }),
      };
    },
  },
  {
    law: "L34",
    fault: "forgets that a version is erased when its content is brought again",
    over: (storage) => {
      const brought = new Map<EcsId, WriteBatch["snapshots"][number]>();
      return {
        commit: async (batch) => {
          const receipt = await storage.commit(batch);
          for (const snapshot of batch.snapshots) brought.set(snapshot.ecsId, snapshot);
          return receipt;
        },
        ...changedReads(storage, (version) => {
          const { erasedAt = version.erasedAt } = brought.get(version.ecsId) ?? {};
          return { ...version, erasedAt };
        }),
      };
    },
  },
  {
    law: "L35",
    fault: "lists erasures in the order in which they came",
    over: (storage) => withEntries(storage, (entries) => entries.toReversed()),
  },
  {
    law: "L35",
    fault: "forgets who erased and why",
    over: (storage) =>
      withEntries(storage, (entries) =>
        entries.map((entry) => ({ ...entry, actor: null, reason: "" })),
      ),
  },
  {
    law: "L35",
    fault: "keeps no erasure of a version that was pruned",
    over: (storage) => ({
      erasures: async (lineageId) => {
        const entries = await storage.erasures(lineageId);
        const stored = await storage.readSnapshots(entries.map(({ ecsId }) => ecsId));
        return entries.filter(({ ecsId }) => stored.has(ecsId));
      },
    }),
  },
];

function withEntries(
  storage: EntityStorage,
  change: (entries: readonly Erasure[]) => readonly Erasure[],
): Partial<EntityStorage> {
  return { erasures: async (lineageId) => change(await storage.erasures(lineageId)) };
}
