import type { JsonObject } from "@minference/protocol";

/** What a tool's function is told about its call, beside the arguments. */
export interface ToolContext {
  readonly toolName: string;
  /** The provider's id of the call; null when no model asked for it. */
  readonly toolCallId: string | null;
  /** 1 for the first run of this call; more when it is run again on resume. */
  readonly attempt: number;
  /** Aborts when the caller does, or when the time is up: nobody reads the answer any more. */
  readonly signal: AbortSignal;
}

/** The code of a tool: gets its own copy of the validated arguments, which it may change. */
export type ToolFunction<Arguments = never, Result = unknown> = (
  args: Arguments,
  context: ToolContext,
) => Result | Promise<Result>;

/** A call that waits for a person's or a program's consent (U10). */
export interface ApprovalRequest {
  readonly toolName: string;
  readonly toolCallId: string | null;
  /** A copy of the validated arguments. */
  readonly arguments: JsonObject;
  readonly signal: AbortSignal;
}

/** Says whether a call may run. Whatever is not `true`, a throw included, refuses it. */
export type ApproveCall = (request: ApprovalRequest) => boolean | Promise<boolean>;
