import { EntityRegistry } from "@minference/ecs";
import { isKind, parseLineageId, type LineageId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { writeSync } from "node:fs";
import process from "node:process";
import { appendTask } from "../append-task.ts";
import type { HistoryEntry } from "../history.ts";
import { Tally } from "../tally.ts";

// Appends numbers to the heads of shared tallies, and logs each step to its output as soon as it is known.
const task = appendTask.parse(JSON.parse(process.argv[2] ?? ""));
const { client, demand } = task;
const lineageIds = task.lineageIds.map(
  (text) => parseLineageId(text) ?? fail(`no lineage: ${text}`),
);
await using storage = await openSqliteStorage({ path: task.file });
const registry = new EntityRegistry({ storage });
let number = task.firstNumber;
for (let appended = 0; appended < task.appends; number += 1) {
  const lineageId = lineageIds[number % lineageIds.length] ?? fail("no lineage");
  if (await append(lineageId)) appended += 1;
}

/** Tries once to append; true when it was acknowledged. */
async function append(lineageId: LineageId): Promise<boolean> {
  const tally = (await registry.head(Tally, lineageId)) ?? fail("no head");
  const parent = tally.ecsId;
  log({ kind: "read", client, lineageId, tip: parent });
  log({ kind: "invoke", client, number, lineageId, parent, demand });
  tally.number = number;
  try {
    await registry.register(tally, demand === "head" ? { expectHead: true } : {});
  } catch (error) {
    if (isKind(error, "commit_unknown")) log({ kind: "unknown", client, number });
    else if (isKind(error, "conflict") || isKind(error, "storage_busy"))
      log({ kind: "fail", client, number });
    else throw error;
    return false;
  }
  const { ref, moved, tip } = registry.receipt(tally) ?? fail("no receipt");
  log({ kind: "ok", client, number, version: tally.ecsId, ref, moved, tip });
  return true;
}

/** Written at once: a line that was printed survives a kill. */
function log(entry: HistoryEntry): void {
  writeSync(1, `${JSON.stringify(entry)}\n`);
}

function fail(problem: string): never {
  throw new Error(problem);
}
