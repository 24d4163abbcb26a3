import { randomIds } from "@minference/protocol";
import type { RegisterOptions } from "@minference/ecs";
import { defaultTimeoutMs } from "@minference/tools";
import { requireFinite, requireNumber } from "../errors/require-number.ts";
import type { RunListener } from "../progress/turn-reporter.ts";
import type { RunClock } from "../runtime/run-clock.ts";

/** What of a run is stored. */
export type Persist = "all" | "threads" | "none";

/** Which tool calls of a run are run. */
export type Execute = "all" | "none";

/** How threads are run. */
export interface RunOptions {
  /** Cancels what is in flight; threads that are not finished then end as `aborted`. */
  readonly signal?: AbortSignal;
  /** Told of every step of every turn. */
  readonly onEvent?: RunListener;
  /** `threads` leaves out the outputs, `none` stores nothing; `all` when absent. */
  readonly persist?: Persist;
  /** `none`: calls of callable tools are recorded and not run; `all` when absent. */
  readonly execute?: Execute;
  /** Milliseconds that each tool has, 60,000 when absent. */
  readonly toolTimeoutMs?: number;
  /** Most tools of one thread that run at once, 8 when absent. */
  readonly parallelTools?: number;
  /** False lets a thread whose ref was moved by another writer branch, instead of failing as `conflict`. */
  readonly expectHead?: boolean;
  /** Higher ones first, in the queue and under the limits; 0 when absent. */
  readonly priority?: number;
  /** Names the run in events, logs and write batches; a new UUIDv7 when absent. */
  readonly runId?: string;
  /** Who writes. */
  readonly actor?: string;
  /** Why. */
  readonly reason?: string;
}

/** Options of one run, without optionals. */
export interface RunSettings {
  readonly runId: string;
  readonly signal: AbortSignal;
  readonly listeners: readonly RunListener[];
  readonly persist: Persist;
  readonly execute: Execute;
  /** How the calls of one answer are run. */
  readonly toolLimits: { readonly timeoutMs: number; readonly parallel: number };
  /** What a thread is whose workflow is finished before its turn: refused, or one that needs no turn. */
  readonly finishedWorkflow: "refused" | "unchanged";
  readonly priority: number;
  /** How its commits are made. */
  readonly register: RegisterOptions;
}

/**
 * Options as a run works with them.
 *
 * @throws {InvalidRequestError} a number is out of its range.
 */
export function runSettings(options: RunOptions, clock: RunClock): RunSettings {
  const { onEvent, persist = "all", expectHead = true, priority = 0, actor, reason } = options;
  const { execute = "all", toolTimeoutMs = defaultTimeoutMs, parallelTools = 8 } = options;
  const { runId = randomIds.mint(clock.now()) } = options;
  return {
    runId,
    signal: options.signal ?? new AbortController().signal,
    listeners: onEvent === undefined ? [] : [onEvent],
    persist,
    execute,
    toolLimits: {
      timeoutMs: requireNumber(toolTimeoutMs, { path: "toolTimeoutMs", atLeast: 1 }),
      parallel: requireNumber(parallelTools, { path: "parallelTools", atLeast: 1, isWhole: true }),
    },
    finishedWorkflow: "refused",
    priority: requireFinite(priority, "priority"),
    register: {
      runId,
      ...(expectHead && { expectHead }),
      ...(actor !== undefined && { actor }),
      ...(reason !== undefined && { reason }),
    },
  };
}
