import type { EcsId } from "@minference/protocol";
import { lastAnswer } from "../history/newest-first.ts";
import type { ThreadState } from "../state/thread-state.ts";

/** What says which message a new one answers. */
export interface Answering {
  readonly parentMessageId?: EcsId | null;
  readonly toolCallId?: string | null;
}

/**
 * The message that a new one answers: the one it names, else for a tool result the one that made the call, else
 * the last one; null in an empty thread. Undefined: it names none of this thread.
 */
export function answeredBy(thread: ThreadState, answering: Answering): EcsId | null | undefined {
  const named = answering.parentMessageId ?? null;
  const toolCallId = answering.toolCallId ?? null;
  const last = thread.lastMessage?.ecsId ?? null;
  if (named === null) {
    const caller = toolCallId === null ? undefined : callersOf(thread).get(toolCallId);
    return caller ?? last;
  }
  const isKnown = named === last || thread.history.some(({ ecsId }) => ecsId === named);
  return isKnown ? named : undefined;
}

/** The last assistant message, by the ids of its calls that wait for a result. */
export function callersOf(thread: ThreadState): ReadonlyMap<string, EcsId> {
  const caller = lastAnswer(thread);
  if (caller === null) return new Map();
  return new Map(thread.pendingToolCalls.map(({ id }) => [id, caller.ecsId]));
}
