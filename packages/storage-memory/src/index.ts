export { MemoryData } from "./data/memory-data.ts";
export { openMemoryStorage } from "./memory-storage.ts";
export type { MemoryStorageOptions } from "./memory-storage.ts";
