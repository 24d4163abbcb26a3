import { spawnFakeProvider, type SpawnedProvider } from "@minference/clients/testing";
import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import path from "node:path";
import { readCommitted } from "./committed-turns.ts";
import { startDemo, type EndedDemo, type RunningDemo } from "./demo-process.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** Three turns of 40 conversations, and three of the branch. */
const turns = 123;
/** Turns in flight at one time. */
const concurrency = 8;
const words = ["--storage", "sqlite:demo.db", "--concurrency", String(concurrency)];

/** One database that the demo was killed over and over on, and finished at last. */
export interface KillTrial {
  readonly kills: number;
  readonly turns: number;
  readonly inFlight: number;
  /** Requests that the server got; at most `turns` and `inFlight` for each kill. */
  readonly calls: number;
  /** Requests that were sent before: their answers were lost with a kill. */
  readonly repeated: number;
}

/**
 * Kills the demo at up to `kills` random moments on one database, and starts it again until it is done. The
 * provider's server is a process of its own; the oracle is its log and the database, never the demo's own counters.
 *
 * @throws {AssertionError} a committed turn was asked again, more was lost than was in flight, the database is
 *   damaged, or the result is not complete.
 */
export async function killTrial(kills: number, random: () => number): Promise<KillTrial> {
  await using place = await temporaryFolder();
  const server = await spawnFakeProvider({ latencyMs: 10, latencySpreadMs: 60, log: "heads" });
  try {
    return await killedRuns({ folder: place.folder, server, kills, random });
  } finally {
    await server.close();
  }
}

interface Trial {
  readonly folder: string;
  readonly server: SpawnedProvider;
  readonly kills: number;
  readonly random: () => number;
}

async function killedRuns({ folder, server, kills, random }: Trial): Promise<KillTrial> {
  const env = { OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: server.url };
  const database = path.join(folder, "demo.db");
  for (let killed = 0; ;) {
    const committed = readCommitted(database);
    const known = (await server.log()).length;
    const demo = startDemo(words, { folder, env });
    if (killed < kills) {
      const share = (turns - committed.size) / (kills - killed + 1);
      await killAt(
        demo,
        killMoment(share, random),
        async () => (await server.log()).length - known,
      );
    }
    const ended = await demo.ended;
    const log = await server.log();
    const again = log.slice(known).filter(({ bodySha256 }) => committed.has(bodySha256));
    assert.equal(again.length, 0, "a committed turn was asked again");
    if (ended.code === null) killed += 1;
    else {
      assertComplete(ended, readCommitted(database));
      return trialOf(
        killed,
        log.map(({ bodySha256 }) => bodySha256),
      );
    }
  }
}

/** How many requests of a run are let through before it is killed, and how long after the last of them. */
interface KillMoment {
  readonly requests: number;
  readonly thenMs: number;
}

/** One in four before the first request: loading, migrating, storing the conversations. */
function killMoment(share: number, random: () => number): KillMoment {
  const requests = random() < 0.25 ? 0 : 1 + Math.floor(random() * 1.5 * share);
  return { requests, thenMs: random() * (requests === 0 ? 1000 : 60) };
}

async function killAt(
  { child }: RunningDemo,
  { requests, thenMs }: KillMoment,
  arrived: () => Promise<number>,
): Promise<void> {
  while (child.exitCode === null && (await arrived()) < requests) await setTimeout(20);
  await setTimeout(thenMs);
  child.kill("SIGKILL");
}

function assertComplete({ code, stdout, stderr }: EndedDemo, committed: ReadonlySet<string>): void {
  assert.equal(code, 0, stderr);
  assert.match(stdout, /^turns +123 of 123 answered/m);
  assert.match(stdout, /^branches +1 beside main$/m);
  const [, same, all] = /(\d+) of (\d+) versions have the same content/.exec(stdout) ?? [];
  assert.equal(same, all);
  assert.equal(committed.size, turns);
}

function trialOf(kills: number, bodies: readonly string[]): KillTrial {
  const repeated = bodies.length - new Set(bodies).size;
  assert.equal(new Set(bodies).size, turns, "each turn has one request, however often it is sent");
  assert.ok(repeated <= kills * concurrency, `${repeated} requests repeated after ${kills} kills`);
  return { kills, turns, inFlight: concurrency, calls: bodies.length, repeated };
}
