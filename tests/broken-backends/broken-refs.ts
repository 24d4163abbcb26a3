import {
  branchName,
  mainRef,
  type CommitReceipt,
  type RefMove,
  type SetRef,
} from "@minference/storage";
import type { BrokenBackend } from "./broken-backend.ts";
import { newBatchId } from "./new-batch-id.ts";

/** Faults of refs. */
export const brokenRefs: readonly BrokenBackend[] = [
  {
    law: "L11",
    fault: "lets the last writer win: a move ignores what it expects",
    over: (storage) => ({
      commit: async (batch) => {
        const moves: RefMove[] = [];
        for (const move of batch.moves) {
          const tips = await storage.refs([move.lineageId]);
          const tip = tips.find(({ name }) => name === move.name)?.tip ?? null;
          moves.push({ ...move, expect: tip });
        }
        return storage.commit({ ...batch, moves });
      },
    }),
  },
  {
    law: "L11",
    fault: "logs a move to where the ref is already",
    over: (storage) => ({
      refLog: async (lineageId, name) => {
        const log = await storage.refLog(lineageId, name);
        return [...log, ...log.slice(-1)];
      },
    }),
  },
  {
    law: "L12",
    fault: "moves main to a version that it has put on a branch",
    over: (storage) => ({
      commit: async (batch) => {
        const receipt = await storage.commit(batch);
        const branched = receipt.moves.filter(({ moved }) => !moved);
        for (const { lineageId, to } of branched) {
          await storage.setRef(aChange({ lineageId, name: mainRef, to }));
        }
        return receipt;
      },
    }),
  },
  {
    law: "L12",
    fault: "gives every branch its long name",
    over: (storage) => ({
      commit: (batch) => {
        const moves = batch.moves.map((move) =>
          move.name === null ? { ...move, name: branchName(move.to, "long"), expect: null } : move,
        );
        return storage.commit({ ...batch, moves });
      },
    }),
  },
  {
    law: "L12",
    fault: "does not name the siblings of a branch",
    over: (storage) => ({
      commit: async (batch) =>
        withMoves(await storage.commit(batch), (move) => ({ ...move, siblings: [] })),
    }),
  },
  {
    law: "L12",
    fault: "overwrites a ref that has the short name of its branch",
    over: (storage) => ({
      commit: async (batch) => {
        for (const { lineageId, to } of batch.moves) {
          const name = branchName(to, "short");
          await storage.setRef(aChange({ lineageId, name, to: null }));
        }
        return storage.commit(batch);
      },
    }),
  },
  {
    law: "L13",
    fault: "makes a branch for a writer that asked to be refused",
    over: (storage) => ({
      commit: (batch) => {
        const moves = batch.moves.map((move): RefMove => ({ ...move, else: "branch" }));
        return storage.commit({ ...batch, moves });
      },
    }),
  },
  {
    law: "L14",
    fault: "sets a ref whatever its tip is",
    over: (storage) => ({ setRef: (change) => storage.setRef({ ...change, expect: "any" }) }),
  },
  {
    law: "L14",
    fault: "sets a ref again for a batch that it knows",
    over: (storage) => ({
      setRef: (change) => storage.setRef({ ...change, batchId: newBatchId() }),
    }),
  },
  {
    law: "L15",
    fault: "cuts ref names that are too long and drops control characters",
    over: (storage) => ({
      setRef: (change) => storage.setRef({ ...change, name: tidied(change.name) }),
      commit: (batch) => {
        const moves = batch.moves.map((move) => {
          return { ...move, name: move.name === null ? null : tidied(move.name) };
        });
        return storage.commit({ ...batch, moves });
      },
    }),
  },
  {
    law: "L15",
    fault: "takes no notice of a deletion of main",
    over: (storage) => ({
      setRef: async (change) => {
        if (change.name !== mainRef || change.to !== null) await storage.setRef(change);
      },
    }),
  },
  {
    law: "L16",
    fault: "tells the log newest first",
    over: (storage) => ({
      refLog: async (lineageId, name) => (await storage.refLog(lineageId, name)).toReversed(),
    }),
  },
  {
    law: "L16",
    fault: "forgets who moved a ref and why",
    over: (storage) => ({
      refLog: async (lineageId, name) => {
        const log = await storage.refLog(lineageId, name);
        return log.map((entry) => ({ ...entry, actor: null, reason: null }));
      },
    }),
  },
  {
    law: "L17",
    fault: "lists refs by the age of their tips",
    over: (storage) => ({
      refs: async (lineageIds) => {
        const tips = await storage.refs(lineageIds);
        return tips.toSorted((a, b) => (a.tip < b.tip ? -1 : 1));
      },
    }),
  },
];

function withMoves(
  receipt: CommitReceipt,
  change: (move: CommitReceipt["moves"][number]) => CommitReceipt["moves"][number],
): CommitReceipt {
  return { ...receipt, moves: receipt.moves.map(change) };
}

function aChange(parts: Pick<SetRef, "lineageId" | "name" | "to">): SetRef {
  const [batchId, at] = [newBatchId(), new Date(0)];
  return { ...parts, expect: "any", batchId, at, actor: null, reason: null };
}

/** A name that passes, made of one that need not. */
function tidied(name: string): string {
  const kept = name.toWellFormed().replaceAll(/\p{Cc}/gu, "");
  return Array.from(kept).slice(0, 100).join("") || "unnamed";
}
