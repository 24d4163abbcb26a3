import type { BatchId } from "@minference/protocol";
import type { CommitReceipt } from "@minference/storage";
import type { BrokenBackend } from "./broken-backend.ts";

/** Faults of opening, clearing and closing. */
export const brokenLives: readonly BrokenBackend[] = [
  {
    law: "L28",
    fault: "loses everything when it is closed",
    over: (storage) => ({
      close: async () => {
        await Promise.allSettled([storage.clear()]);
        await storage.close();
      },
    }),
  },
  {
    law: "L29",
    fault: "still knows the batches that it has cleared",
    over: (storage) => {
      const receipts = new Map<BatchId, CommitReceipt>();
      return {
        commit: async (batch) => {
          const receipt = receipts.get(batch.batchId) ?? (await storage.commit(batch));
          receipts.set(batch.batchId, receipt);
          return receipt;
        },
      };
    },
  },
  {
    law: "L29",
    fault: "clears nothing",
    over: () => ({ clear: () => Promise.resolve() }),
  },
  {
    law: "L30",
    fault: "goes on answering after it was closed",
    over: () => ({ close: () => Promise.resolve() }),
  },
  {
    law: "L30",
    fault: "drops the commits that it accepted before it was closed",
    over: (storage) => {
      let isClosing = false;
      return {
        commit: async (batch) => {
          await Promise.resolve();
          return isClosing ? { batchId: batch.batchId, moves: [] } : storage.commit(batch);
        },
        close: () => {
          isClosing = true;
          return storage.close();
        },
      };
    },
  },
  {
    law: "L30",
    fault: "complains when it is closed twice",
    over: (storage) => {
      let isClosed = false;
      return {
        close: async () => {
          if (isClosed) throw new Error("closed already");
          isClosed = true;
          await storage.close();
        },
      };
    },
  },
];
