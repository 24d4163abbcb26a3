import type { StorageSetup } from "@minference/storage/conformance";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";
import { broken, type BrokenBackend } from "./broken-backend.ts";

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
