import { EntityRegistry } from "@minference/ecs";
import type { LineageId } from "@minference/protocol";
import { openSqliteStorage } from "@minference/storage-typeorm";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { AppendTask } from "./append-task.ts";
import { runClient } from "./appending-client.ts";
import type { Demand, History, HistoryEntry, StoredAppend, StoredRef } from "./history.ts";
import { Tally } from "./tally.ts";

/** How many processes append how much, and whether half of them are killed. */
export interface HistoryPlan {
  readonly processes: number;
  /** Acknowledged appends of each process. */
  readonly appends: number;
  readonly demand: Demand;
  readonly kills: "none" | "half of them";
  /** Numbers from 0 to below 1. */
  readonly random: () => number;
}

/** What was logged and stored, and how often a client was killed. */
export interface RanHistory extends History {
  readonly kills: number;
}

/** Entities that all processes append to. */
const sharedTallies = 3;
/** More attempts than one process ever makes. */
const numbersOfOne = 10_000_000;

/** Lets processes append to shared heads of one SQLite file, and gives what they logged and what is stored. */
export async function runHistory(plan: HistoryPlan): Promise<RanHistory> {
  const folder = await mkdtemp(path.join(tmpdir(), "minference-history-"));
  const file = path.join(folder, "data.db");
  try {
    const lineageIds = await makeTallies(file);
    const clients = await Promise.all(
      Array.from({ length: plan.processes }, (_, index) =>
        runToEnd(plan, {
          client: String(index),
          file,
          lineageIds: [...lineageIds],
          appends: plan.appends,
          firstNumber: index * numbersOfOne,
          demand: plan.demand,
        }),
      ),
    );
    const kills = clients.reduce((sum, client) => sum + client.kills, 0);
    return {
      log: clients.flatMap(({ log }) => log),
      kills,
      ...(await readStored(file, lineageIds)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeTallies(file: string): Promise<readonly LineageId[]> {
  await using storage = await openSqliteStorage({ path: file });
  const tallies = Array.from({ length: sharedTallies }, () => new Tally({}));
  await new EntityRegistry({ storage }).registerAll(tallies);
  return tallies.map(({ lineageId }) => lineageId);
}

/** Runs a client, and again after each kill, until all its appends are acknowledged. */
async function runToEnd(
  plan: HistoryPlan,
  task: AppendTask,
): Promise<{ readonly log: readonly HistoryEntry[]; readonly kills: number }> {
  const log: HistoryEntry[] = [];
  const isVictim = plan.kills === "half of them" && Number(task.client) % 2 === 0;
  let left = isVictim ? 3 : 0;
  let kills = 0;
  for (let { appends, firstNumber } = task; appends > 0;) {
    // a kill after a random line: an append logs three of them
    const killAfter = left > 0 ? 1 + Math.floor(plan.random() * 3 * (appends / left)) : Infinity;
    const lines = await runClient({ ...task, appends, firstNumber }, killAfter);
    if (killAfter !== Infinity) kills += 1;
    left -= 1;
    log.push(...lines);
    appends -= lines.filter(({ kind }) => kind === "ok").length;
    firstNumber =
      1 + Math.max(firstNumber, ...lines.map((line) => ("number" in line ? line.number : 0)));
  }
  return { log, kills };
}

/** Versions that are read at a time. */
const pageSize = 500;

async function readStored(
  file: string,
  lineageIds: readonly LineageId[],
): Promise<{ readonly stored: readonly StoredAppend[]; readonly refs: readonly StoredRef[] }> {
  await using storage = await openSqliteStorage({ path: file });
  const stored: StoredAppend[] = [];
  for (const lineageId of lineageIds) {
    const rows = await storage.lineageRows(lineageId);
    for (let start = 0; start < rows.length; start += pageSize) {
      const page = rows.slice(start, start + pageSize);
      const snapshots = await storage.readSnapshots(page.map(({ ecsId }) => ecsId));
      for (const { ecsId, parentId } of page) {
        const field = snapshots.get(ecsId)?.state["number"];
        const value = field !== undefined && "json" in field ? field.json : null;
        const number = typeof value === "number" ? value : null;
        stored.push({ lineageId, ecsId, parentId, number });
      }
    }
  }
  return { stored, refs: await storage.refs(lineageIds) };
}
