import type { ChatMessage } from "../message/chat-message.ts";

/** A conversation as the relations between its messages read it: oldest first. */
export type History = readonly ChatMessage[];

/** Position of a message: of the object itself, else of its version; -1 when it is not there. */
export function positionOf(history: History, message: ChatMessage): number {
  const same = history.lastIndexOf(message);
  return same >= 0 ? same : history.findLastIndex(({ ecsId }) => ecsId === message.ecsId);
}

/**
 * The message that another one answers; null for a root. When the parent was corrected in place, so that no
 * message is the version that was answered, the one before the answers to it counts.
 */
export function parentOf(history: History, message: ChatMessage): ChatMessage | null {
  const { parentMessageId } = message;
  const position = positionOf(history, message);
  if (parentMessageId === null || position < 0) return null;
  // a parent is nearly always the one before: the search begins there
  for (let index = position - 1; index >= 0; index -= 1) {
    if (history[index]?.ecsId === parentMessageId) return history[index] ?? null;
  }
  const behind = history.slice(position + 1).find(({ ecsId }) => ecsId === parentMessageId);
  return behind ?? beforeAnswers(history, position);
}

/** The messages that answer one. */
export function childrenOf(history: History, message: ChatMessage): readonly ChatMessage[] {
  const position = positionOf(history, message);
  if (position < 0) return [];
  const next = history[position + 1];
  const isAnswer = next !== undefined && parentOf(history, next) === history[position];
  const answered = [message.ecsId, ...(isAnswer ? [next.parentMessageId] : [])];
  return history.filter(
    ({ parentMessageId }) => parentMessageId !== null && answered.includes(parentMessageId),
  );
}

/** The other messages that answer what this one answers; of a root, the other roots. */
export function siblingsOf(history: History, message: ChatMessage): readonly ChatMessage[] {
  const position = positionOf(history, message);
  if (position < 0) return [];
  const parent = parentOf(history, message);
  const all =
    parent === null ? history.filter(({ isRoot }) => isRoot) : childrenOf(history, parent);
  return all.filter((other) => other !== history[position]);
}

/** The message before the run of answers, of one parent, that holds this position. */
function beforeAnswers(history: History, position: number): ChatMessage | null {
  const parentMessageId = history[position]?.parentMessageId;
  let first = position;
  while (first > 0 && history[first - 1]?.parentMessageId === parentMessageId) first -= 1;
  return history[first - 1] ?? null;
}
