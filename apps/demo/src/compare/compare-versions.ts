// boundary: the list was written by the first process, and is checked line by line
import { EntityRegistry } from "@minference/ecs";
import { parseEcsId } from "@minference/protocol";
import { readFile } from "node:fs/promises";
import process from "node:process";
import type { StorageTarget } from "../cli/command.ts";
import { DemoError } from "../cli/demo-error.ts";
import { exitCode, type ExitCode } from "../cli/exit-code.ts";
import type { Streams } from "../cli/streams.ts";
import { openStorage } from "../storage/open-storage.ts";
import { listedType, versionLine } from "./version-list.ts";

/** A line of the list as far as it must be read to find the version again. */
interface ListedVersion {
  readonly type: string;
  readonly ecsId: string;
}

/**
 * Loads every version of a list from the storage, and compares content hash and dump.
 *
 * @throws {DemoError} the list cannot be read.
 */
export async function compareVersions(
  target: StorageTarget,
  listFile: string,
  streams: Streams,
): Promise<ExitCode> {
  const lines = await readList(listFile);
  await using storage = await openStorage(target);
  const registry = new EntityRegistry({ storage });
  const { entityCount } = await registry.status();
  let same = 0;
  for (const line of lines) {
    if ((await lineNow(registry, line)) === line) same += 1;
    else streams.note(`differs: ${line.slice(0, 120)}`);
  }
  streams.print(
    `reopened       by process ${process.pid}: ${same} of ${lines.length} versions have the same content hash and dump, ${entityCount} are stored`,
  );
  return same === lines.length && entityCount === lines.length ? exitCode.done : exitCode.failed;
}

async function readList(file: string): Promise<readonly string[]> {
  try {
    return (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    throw new DemoError({
      problem: `The list ${file} cannot be read`,
      remedy: "Name the file that the scene chats wrote beside the database",
      cause: error,
    });
  }
}

/** What the list would say of that version now; null when it is not there. */
async function lineNow(registry: EntityRegistry, line: string): Promise<string | null> {
  const { type, ecsId } = JSON.parse(line) as ListedVersion; // versionLine has written it
  const entityClass = listedType(type);
  const id = parseEcsId(ecsId);
  if (entityClass === undefined || id === null) return null;
  const entity = await registry.get(entityClass, id);
  return entity === null ? null : versionLine(entity);
}
