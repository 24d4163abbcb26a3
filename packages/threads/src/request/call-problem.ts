import type { NeutralMessage } from "@minference/protocol";

/** What is wrong with the calls and results of a list of messages, and at which position. */
export interface CallProblem {
  readonly position: number;
  /** A sentence without its full stop. */
  readonly problem: string;
  readonly remedy: string;
}

/** Calls without a result, by id: the position of the message that made them. */
export type OpenCalls = ReadonlyMap<string, number>;

/**
 * The first result without a call (T11), or call that takes the id of one still open (T10), of a list of
 * messages that begins with `before` open; otherwise the calls that are open at its end. A result may come at any
 * place behind its call (T13).
 */
export function readCalls(
  messages: readonly NeutralMessage[],
  before: OpenCalls = new Map(),
): CallProblem | OpenCalls {
  const open = new Map(before);
  for (const [position, message] of messages.entries()) {
    if (message.role === "tool" && !open.delete(message.toolCallId)) {
      return unknownCall(position, message.toolCallId);
    }
    if (message.role !== "assistant") continue;
    for (const { id } of message.toolCalls) {
      if (open.has(id)) return repeatedCall(position, id);
      open.set(id, position);
    }
  }
  return open;
}

/** T12: a provider refuses a call that has no result. */
export function unansweredCall(id: string, position: number): CallProblem {
  return {
    position,
    problem: `its tool call ${quoted(id)} has no result`,
    remedy: "Add a tool message with the result of each call",
  };
}

function unknownCall(position: number, id: string): CallProblem {
  return {
    position,
    problem: `it is the result of tool call ${quoted(id)}, which no message before it has open`,
    remedy: "Put one tool message for each call behind the assistant message that made it",
  };
}

function repeatedCall(position: number, id: string): CallProblem {
  return {
    position,
    problem: `it makes a tool call with the id ${quoted(id)} while another one of that id has no result`,
    remedy: "Give each call an id of its own",
  };
}

function quoted(id: string): string {
  return JSON.stringify(id.slice(0, 80));
}
