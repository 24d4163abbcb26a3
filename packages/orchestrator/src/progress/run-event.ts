import type {
  BatchId,
  EcsId,
  ErrorKind,
  LineageId,
  LLMClient,
  OutputError,
} from "@minference/protocol";
import type { Usage } from "@minference/threads";

/** Which turn an event is of. */
export interface TurnPlace {
  readonly runId: string;
  /** Position of the thread in the list that was run. */
  readonly index: number;
  readonly lineageId: LineageId;
  /** The version that the thread had. */
  readonly ecsId: EcsId;
}

/** What can happen in a turn. */
export type TurnEvent =
  | { readonly type: "turn.queued" }
  /** Room under the limits had to be waited for. */
  | { readonly type: "limit.waited"; readonly attempt: number; readonly waitedMs: number }
  | {
      readonly type: "attempt.started";
      /** 1 for the first send. */
      readonly attempt: number;
      readonly client: LLMClient;
      readonly model: string | null;
    }
  | {
      readonly type: "attempt.retried";
      /** Number of the attempt that failed. */
      readonly attempt: number;
      readonly error: OutputError;
      /** Milliseconds until the next one. */
      readonly delayMs: number;
    }
  | {
      readonly type: "version.committed";
      readonly batchId: BatchId;
      readonly versions: readonly EcsId[];
    }
  | {
      readonly type: "version.branched";
      readonly batchId: BatchId;
      /** Name of the branch that was made. */
      readonly ref: string;
      readonly siblings: readonly EcsId[];
    }
  | {
      readonly type: "turn.answered";
      readonly client: LLMClient;
      readonly attempts: number;
      /** Null: the provider did not say. */
      readonly usage: Usage | null;
      readonly timeTakenMs: number;
    }
  /** A call is about to be run; told of all calls of an answer before the first of them begins. */
  | {
      readonly type: "tool.started";
      readonly toolCallId: string;
      readonly toolName: string;
      /** 1 for the first run; 2 when it is run again on resume. */
      readonly attempt: number;
    }
  /** A call was run; told of all calls of an answer, in call order, when the last of them has ended. */
  | {
      readonly type: "tool.finished";
      readonly toolCallId: string;
      readonly toolName: string;
      readonly status: "executed" | "failed";
      /** Why it failed; null when it did not. */
      readonly kind: ErrorKind | null;
    }
  | {
      readonly type: "turn.finished";
      readonly status: "answered" | "unchanged" | "aborted";
      readonly durationMs: number;
    }
  | {
      readonly type: "turn.failed";
      readonly error: OutputError;
      /** The exception itself, in memory only; null when the provider's answer was the failure. */
      readonly cause: unknown;
      readonly durationMs: number;
    };

/** What a listener is told. Each turn ends in one `turn.finished` or `turn.failed`. */
export type RunEvent = TurnPlace & TurnEvent;
