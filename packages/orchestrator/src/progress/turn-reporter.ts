import { silentLogger, type LogFields, type Logger } from "@minference/protocol";
import type { ChatThread } from "@minference/threads";
import { types } from "node:util";
import type { RunEvent, TurnEvent } from "./run-event.ts";

/** Told of what happens in a run. What it throws, or a promise of it rejects with, is logged and changes nothing. */
export type RunListener = (event: RunEvent) => unknown;

/** Whom the events of one turn go to. */
export interface ReporterParts {
  readonly runId: string;
  readonly index: number;
  readonly thread: ChatThread;
  readonly listeners: readonly RunListener[];
  readonly logger: Logger;
}

/** Tells listeners and logger what happens in one turn (O20). */
export class TurnReporter {
  readonly #parts: ReporterParts;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
  }

  /** Tells of one event, with the place of the turn. */
  tell(event: TurnEvent): void {
    const { runId, index, thread, listeners, logger } = this.#parts;
    if (listeners.length === 0 && logger === silentLogger) return; // nobody pays for what nobody hears
    const placed = { runId, index, lineageId: thread.lineageId, ecsId: thread.ecsId, ...event };
    const level = event.type === "turn.failed" ? "warn" : "debug";
    this.#log(level, fieldsOf(placed), event.type);
    for (const listener of listeners) this.#call(listener, placed);
  }

  /** Logs that a ledger threw at the end of an attempt, which changes nothing for the answer. */
  ledgerThrew(error: unknown): void {
    this.#threw("ledger", error);
  }

  /** Logs that a callback of a loop threw, which ends the loop of its thread. */
  callbackThrew(error: unknown): void {
    this.#threw("callback", error);
  }

  #call(listener: RunListener, event: RunEvent): void {
    try {
      const returned = listener(event);
      if (isThenable(returned)) {
        Promise.resolve(returned).catch((error: unknown) => this.#threw("listener", error));
      }
    } catch (error) {
      this.#threw("listener", error);
    }
  }

  #threw(who: "listener" | "ledger" | "callback", error: unknown): void {
    const { runId } = this.#parts;
    const name = types.isNativeError(error) ? error.name : typeof error;
    const fields = { event: `${who}.threw`, operation: "run", runId, error: name };
    this.#log("warn", fields, `a ${who} threw`);
  }

  #log(level: "debug" | "warn", fields: LogFields, message: string): void {
    try {
      this.#parts.logger[level](fields, message);
    } catch {
      // a run fails closed on what it stores and open on what it tells: nobody is left to be told of this
    }
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value;
}

/** Ids, kinds, counts and milliseconds: no content (spec 8.7). */
function fieldsOf(event: RunEvent): LogFields {
  const { type, runId, lineageId, ecsId } = event;
  const common = {
    event: type,
    entityType: "ChatThread",
    ecsId,
    lineageId,
    operation: "run",
    runId,
  };
  switch (event.type) {
    case "turn.queued":
      return common;
    case "limit.waited":
      return { ...common, attempt: event.attempt, durationMs: event.waitedMs };
    case "attempt.started":
      return { ...common, attempt: event.attempt, client: event.client, model: event.model };
    case "attempt.retried":
      return { ...common, attempt: event.attempt, kind: event.error.kind, delayMs: event.delayMs };
    case "version.committed":
      return { ...common, batchId: event.batchId, versions: event.versions.length };
    case "version.branched":
      return { ...common, batchId: event.batchId, ref: event.ref };
    case "turn.answered":
      return { ...common, client: event.client, attempts: event.attempts };
    case "tool.started":
      return { ...common, toolName: event.toolName, attempt: event.attempt };
    case "tool.finished":
      return { ...common, toolName: event.toolName, status: event.status, kind: event.kind };
    case "turn.finished":
      return { ...common, status: event.status, durationMs: event.durationMs };
    case "turn.failed":
      return {
        ...common,
        kind: event.error.kind,
        code: event.error.code,
        durationMs: event.durationMs,
      };
    default:
      return event satisfies never;
  }
}
