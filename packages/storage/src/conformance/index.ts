export type { StorageCase, StorageSetup, StoreUnderTest } from "./storage-case.ts";
export { storageCases } from "./storage-cases.ts";
export { unsureStorage } from "./unsure-storage.ts";
export type { CommitFate, UnsureStorage } from "./unsure-storage.ts";
export { wrappedStorage } from "./wrapped-storage.ts";
