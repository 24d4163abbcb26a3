import type { EntityStorage } from "@minference/storage";
import { openMemoryStorage } from "@minference/storage-memory";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { StorageTarget } from "../cli/command.ts";
import { DemoError } from "../cli/demo-error.ts";

/**
 * The storage that the command line names, opened.
 *
 * @throws {DemoError} the demo's own folder cannot be made.
 * @throws {MinferenceError} what the storage refuses: a folder, a file that cannot be written, no database.
 */
export async function openStorage(target: StorageTarget): Promise<EntityStorage> {
  switch (target.kind) {
    case "memory":
      return openMemoryStorage();
    case "sqlite":
      if (target.folder === "made") await makeFolder(path.dirname(target.file));
      return (await sqlite()).openSqliteStorage({ path: target.file });
    default:
      return target satisfies never;
  }
}

/** Loaded where it is needed: it takes longer than all the rest. */
function sqlite(): Promise<typeof import("@minference/storage-typeorm/threads")> {
  return import("@minference/storage-typeorm/threads");
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new DemoError({
      problem: `The folder ${folder} cannot be made`,
      remedy: "Start in a folder that can be written, or name a file with --storage sqlite:PATH",
      cause: error,
    });
  }
}
