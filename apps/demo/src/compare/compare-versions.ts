// boundary: the list was written by the first process, and is checked line by line
import { EntityRegistry } from "@minference/ecs";
import type { EcsId } from "@minference/protocol";
import { readFile } from "node:fs/promises";
import process from "node:process";
import type { StorageTarget } from "../cli/command.ts";
import { DemoError } from "../cli/demo-error.ts";
import { exitCode, type ExitCode } from "../cli/exit-code.ts";
import type { Streams } from "../cli/streams.ts";
import { openStorage } from "../storage/open-storage.ts";
import { listedType, versionLine } from "./version-list.ts";

/** A line of the list, and the version that it is about. */
interface ListedVersion {
  readonly type: string;
  readonly ecsId: EcsId;
  readonly line: string;
}

/** Versions that are loaded at a time. */
const pageLength = 100;

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
  const listed = await readList(listFile);
  await using storage = await openStorage(target);
  const registry = new EntityRegistry({ storage });
  const { entityCount } = await registry.status();
  let same = 0;
  for (const page of pagesOf(listed)) {
    const lines = await linesNow(registry, page);
    for (const { line } of page) {
      if (lines.has(line)) same += 1;
      else streams.note(`differs: ${line.slice(0, 120)}`);
    }
  }
  streams.print(
    `reopened       by process ${process.pid}: ${same} of ${listed.length} versions have the same content hash and dump, ${entityCount} are stored`,
  );
  return same === listed.length && entityCount === same ? exitCode.done : exitCode.failed;
}

async function readList(file: string): Promise<readonly ListedVersion[]> {
  try {
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line !== "");
    return lines.map((line) => ({ ...(JSON.parse(line) as ListedVersion), line })); // as versionLine wrote it
  } catch (error) {
    throw new DemoError({
      problem: `The list ${file} cannot be read`,
      remedy: "Name the file that the scene chats wrote beside the database",
      cause: error,
    });
  }
}

/** The list in stretches of one type, as it is sorted. */
function* pagesOf(listed: readonly ListedVersion[]): Generator<readonly ListedVersion[]> {
  let page: ListedVersion[] = [];
  for (const version of listed) {
    const isOfPage = version.type === (page[0] ?? version).type;
    if (!isOfPage || page.length === pageLength) {
      yield page;
      page = [];
    }
    page.push(version);
  }
  if (page.length > 0) yield page;
}

/** What the list would say of these versions now; of those that are not there nothing. */
async function linesNow(
  registry: EntityRegistry,
  page: readonly ListedVersion[],
): Promise<ReadonlySet<string>> {
  const entityClass = listedType(page[0]?.type ?? "");
  if (entityClass === undefined) return new Set();
  const ids = page.map(({ ecsId }) => ecsId);
  const entities = await registry.getMany(entityClass, ids);
  return new Set(entities.filter((entity) => entity !== null).map(versionLine));
}
