import type { NeutralMessage } from "@minference/protocol";
import type { ThreadState } from "../state/thread-state.ts";
import { neutralMessage } from "./neutral-message.ts";

/** The messages of a thread that its next request brings, `newMessage` included (spec 3.3). */
export function sentMessages(thread: ThreadState): NeutralMessage[] {
  const { newMessage } = thread;
  const isWaiting = newMessage !== null && newMessage !== "";
  const kept = thread.useHistory ? thread.history : isWaiting ? [] : currentTurn(thread);
  const messages = kept.map(neutralMessage);
  if (isWaiting) messages.push({ role: "user", content: newMessage });
  return messages;
}

/** From the last user message on, so that a tool turn keeps its calls and results. */
function currentTurn({ history }: ThreadState): ThreadState["history"] {
  const start = history.findLastIndex((message) => message.role === "user");
  return history.slice(Math.max(0, start));
}
