import type { StorageSetup } from "@minference/storage/conformance";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";
import { broken, type BrokenBackend } from "../broken-backends/broken-backend.ts";
import { brokenCommits } from "../broken-backends/broken-commits.ts";
import { brokenLists } from "../broken-backends/broken-lists.ts";
import { brokenLives } from "../broken-backends/broken-lives.ts";
import { brokenReads } from "../broken-backends/broken-reads.ts";
import { brokenRefs } from "../broken-backends/broken-refs.ts";
import { brokenValues } from "../broken-backends/broken-values.ts";

/** Backends that each break one law. */
export const brokenBackends: readonly BrokenBackend[] = [
  ...brokenCommits,
  ...brokenLists,
  ...brokenRefs,
  ...brokenReads,
  ...brokenValues,
  ...brokenLives,
];

/** Places of a memory storage behind what a broken backend does wrong. */
export function brokenSetup(backend: BrokenBackend): StorageSetup {
  return async () => {
    const data = new MemoryData();
    return {
      open: async () => broken(backend, await openMemoryStorage({ data })),
      destroy: async () => data.clear(),
    };
  };
}
