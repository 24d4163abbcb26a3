import { describe, test } from "@jest/globals";
import { storageCases } from "@minference/storage/conformance";
import { MemoryData } from "./data/memory-data.ts";
import { openMemoryStorage } from "./memory-storage.ts";

describe("the memory storage keeps the contract:", () => {
  const cases = storageCases(async () => {
    const data = new MemoryData();
    return { open: () => openMemoryStorage({ data }), destroy: async () => data.clear() };
  });
  for (const { name, run } of cases) test(name, run);
});
