import type { ChatThread, Usage } from "@minference/threads";
import type { RunResult } from "./run-result.ts";

/** Why the loop of a thread ended. */
export type StopReason =
  /** There is nothing more to answer: the model called no tool. */
  | "answered"
  /** Each tool of its workflow has had its turn. */
  | "workflow_finished"
  /** One of `stopTools` was executed or validated. */
  | "stop_tool"
  /** `stopWhen` was true. */
  | "stop_when"
  /** `maxSteps` were taken. */
  | "budget"
  /** A turn failed, or `stopWhen` or `nextMessage` threw. */
  | "failed"
  | "aborted"
  /** It was finished before its first step: nothing was sent. */
  | "unchanged";

/** What a loop of one thread came to (spec 8.5). */
export interface LoopResult {
  readonly thread: ChatThread;
  /** Those of all steps, in order; at least one. */
  readonly results: readonly RunResult[];
  readonly stopReason: StopReason;
  /** The sum over all steps; null when no step has any that is known. */
  readonly usage: Usage | null;
  /** What `stopWhen` or `nextMessage` threw; null when neither did. */
  readonly cause: unknown;
}

/** Results of loops of a list of threads: as many, in the same order. */
export type LoopResults<Threads extends readonly ChatThread[]> = {
  readonly [Index in keyof Threads]: LoopResult;
};
