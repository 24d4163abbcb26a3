import { openSqliteStorage } from "@minference/storage-typeorm";
import {
  storageCases,
  type StorageCase,
  type StoreUnderTest,
} from "@minference/storage/conformance";
import { tempFolder } from "./temp-folder.ts";

/** The cases of the conformance suite for the laws from `first` to `last`, each over a SQLite file of its own. */
export function sqliteCases(first: number, last: number): readonly StorageCase[] {
  return storageCases(sqliteFile).filter(({ law }) => {
    const number = Number(law.slice(1));
    return first <= number && number <= last;
  });
}

async function sqliteFile(): Promise<StoreUnderTest> {
  const folder = tempFolder();
  // not FULL: nothing here cuts the power, and the disk of a test machine syncs slowly
  const options = { path: folder.file("store.db"), synchronous: "normal" } as const;
  return {
    open: () => openSqliteStorage(options),
    destroy: async () => {
      folder[Symbol.dispose]();
    },
  };
}
