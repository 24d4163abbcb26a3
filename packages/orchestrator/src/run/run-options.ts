import { randomIds } from "@minference/protocol";
import type { RegisterOptions } from "@minference/ecs";
import { requireFinite } from "../errors/require-number.ts";
import type { RunListener } from "../progress/turn-reporter.ts";
import type { RunClock } from "../runtime/run-clock.ts";

/** What of a run is stored. */
export type Persist = "all" | "threads" | "none";

/** How threads are run. */
export interface RunOptions {
  /** Cancels what is in flight; threads that are not finished then end as `aborted`. */
  readonly signal?: AbortSignal;
  /** Told of every step of every turn. */
  readonly onEvent?: RunListener;
  /** `threads` leaves out the outputs, `none` stores nothing; `all` when absent. */
  readonly persist?: Persist;
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
  readonly priority: number;
  /** How its commits are made. */
  readonly register: RegisterOptions;
}

/**
 * Options as a run works with them.
 *
 * @throws {InvalidRequestError} the priority is no number.
 */
export function runSettings(options: RunOptions, clock: RunClock): RunSettings {
  const { onEvent, persist = "all", expectHead = true, priority = 0, actor, reason } = options;
  const { runId = randomIds.mint(clock.now()) } = options;
  return {
    runId,
    signal: options.signal ?? new AbortController().signal,
    listeners: onEvent === undefined ? [] : [onEvent],
    persist,
    priority: requireFinite(priority, "priority"),
    register: {
      runId,
      ...(expectHead && { expectHead }),
      ...(actor !== undefined && { actor }),
      ...(reason !== undefined && { reason }),
    },
  };
}
