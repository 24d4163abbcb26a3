import type { ChatThread, ProcessedOutput } from "@minference/threads";
import { requireNumber } from "../errors/require-number.ts";
import type { RunOptions } from "./run-options.ts";

/** Asked after a step of a loop; `step` is 1 for the first. */
export type StepCallback<Answer> = (
  thread: ChatThread,
  output: ProcessedOutput,
  step: number,
) => Answer | Promise<Answer>;

/** How threads are run in loops. */
export interface LoopOptions extends RunOptions {
  /** Most turns of each thread, 10 when absent. */
  readonly maxSteps?: number;
  /** Names of tools: a loop stops when one of them was executed or validated. */
  readonly stopTools?: readonly string[];
  /** True stops the loop. */
  readonly stopWhen?: StepCallback<boolean>;
  /** A user message between two steps; null or an empty text: none. */
  readonly nextMessage?: StepCallback<string | null>;
}

/** Options of loops, without optionals. */
export interface LoopSettings {
  readonly maxSteps: number;
  readonly stopTools: ReadonlySet<string>;
  readonly stopWhen: StepCallback<boolean>;
  readonly nextMessage: StepCallback<string | null>;
}

/**
 * Options as loops work with them.
 *
 * @throws {InvalidRequestError} `maxSteps` is no whole number of at least 1.
 */
export function loopSettings({
  maxSteps = 10,
  stopTools = [],
  stopWhen = () => false,
  nextMessage = () => null,
}: LoopOptions): LoopSettings {
  return {
    maxSteps: requireNumber(maxSteps, { path: "maxSteps", atLeast: 1, isWhole: true }),
    stopTools: new Set(stopTools),
    stopWhen,
    nextMessage,
  };
}
