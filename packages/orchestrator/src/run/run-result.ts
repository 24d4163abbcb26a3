import type { ChatMessage, ChatThread, ProcessedOutput } from "@minference/threads";

/** What one turn of one thread came to (spec N1). */
export interface RunResult {
  readonly thread: ChatThread;
  /** `unchanged`: there was nothing to answer, and nothing was sent. */
  readonly status: "answered" | "failed" | "unchanged" | "aborted";
  /** What was answered, and `error` when that is not all. It is stored unless `persist` or a refusal left it out. */
  readonly output: ProcessedOutput;
  /** The messages of the answer: the assistant's, and the results of its calls. Empty without an answer. */
  readonly messages: readonly ChatMessage[];
}

/** A result with the position of its thread. */
export interface IndexedResult extends RunResult {
  readonly index: number;
}

/** Results of a list of threads: as many, in the same order. */
export type RunResults<Threads extends readonly ChatThread[]> = {
  readonly [Index in keyof Threads]: RunResult;
};
