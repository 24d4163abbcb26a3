import type { ChatThread } from "@minference/threads";

/** A thread, and what its user says turn by turn. */
export interface Dialogue {
  readonly thread: ChatThread;
  readonly turns: readonly string[];
}

/** How many of the user's turns have been answered. */
export function answeredTurns({ thread }: Dialogue): number {
  return thread.history.filter(({ role }) => role === "assistant").length;
}

/** True when every turn has its answer. */
export function isAnswered(dialogue: Dialogue): boolean {
  return answeredTurns(dialogue) >= dialogue.turns.length;
}
