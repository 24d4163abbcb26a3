import type { ChatThread } from "@minference/threads";
import { outputOfAnswer } from "./empty-output.ts";
import type { TurnEnd } from "./turn-end.ts";
import type { TurnServices } from "./turn-parts.ts";

/** The end of a turn that there is no need for: the thread has its answer already (spec 8.7). Null: there is need. */
export function finishedTurn(thread: ChatThread, { context }: TurnServices): TurnEnd | null {
  const { lastMessage, newMessage } = thread;
  if (lastMessage?.role !== "assistant" || lastMessage.toolCalls.length > 0) return null;
  if (newMessage !== null && newMessage !== "") return null;
  const output = outputOfAnswer(thread, lastMessage, context);
  return { thread, status: "unchanged", output, messages: [], cause: null };
}
