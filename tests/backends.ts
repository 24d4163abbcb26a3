import type { EntityStorage } from "@minference/storage";
import { MemoryData, openMemoryStorage } from "@minference/storage-memory";
import { openSqliteStorage } from "@minference/storage-typeorm/threads";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

/** One place where data lies. It outlives the storages that are opened on it. */
export interface Place {
  /** Opens a storage on the data, after the one before was closed. */
  open(): Promise<EntityStorage>;
  remove(): Promise<void>;
}

/** One kind of storage that the shared suites run on. */
export interface Backend {
  readonly name: string;
  /** A new place without data. */
  place(): Promise<Place>;
}

const memory: Backend = {
  name: "memory",
  place: async () => {
    const data = new MemoryData();
    return { open: () => openMemoryStorage({ data }), remove: async () => data.clear() };
  },
};

const sqlite: Backend = {
  name: "sqlite",
  place: async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "minference-tests-"));
    return {
      open: () => openSqliteStorage({ path: path.join(folder, "data.db") }),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

/** Every backend that the shared suites run on, each with the same assertions. */
export const backends: readonly Backend[] = [memory, sqlite];
