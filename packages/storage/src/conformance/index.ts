export type { StorageCase, StorageSetup, StoreUnderTest } from "./storage-case.ts";
export { storageCases } from "./storage-cases.ts";
