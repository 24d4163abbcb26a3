import type { ProcessedOutput } from "@minference/threads";
import type { RunResult } from "./run-result.ts";

/** A result with what led to it. */
export interface TurnEnd extends RunResult {
  /** The exception that ended the turn; null when none did. */
  readonly cause: unknown;
}

/** What an output that was applied says of its turn. */
export function statusOf({ error }: ProcessedOutput): RunResult["status"] {
  if (error === null) return "answered";
  return error.kind === "aborted" ? "aborted" : "failed";
}
