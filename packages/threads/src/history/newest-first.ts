import type { ChatMessage } from "../message/chat-message.ts";

/** Whoever has a history that can be read item by item. */
export interface HistoryOwner {
  countOf(field: "history"): number;
  itemAt(field: "history", index: number): ChatMessage | undefined;
}

/** The messages of a history, newest first; costs those that are taken. */
export function* newestFirst(owner: HistoryOwner): Generator<ChatMessage> {
  for (let index = owner.countOf("history") - 1; index >= 0; index -= 1) {
    const message = owner.itemAt("history", index);
    if (message !== undefined) yield message;
  }
}

/** The last message of the role assistant, or null. */
export function lastAnswer(owner: HistoryOwner): ChatMessage | null {
  for (const message of newestFirst(owner)) if (message.role === "assistant") return message;
  return null;
}
