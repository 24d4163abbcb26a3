import type { NeutralMessage } from "@minference/protocol";
import type { ThreadState } from "../state/thread-state.ts";

/** Messages with the thread's postfill behind the last user turn, and its prefill at the end (spec 3.4). */
export function withFills(
  thread: ThreadState,
  messages: readonly NeutralMessage[],
): readonly NeutralMessage[] {
  const suffixed = thread.usesPostfill ? withPostfill(messages, thread.postfill) : messages;
  if (!thread.usesPrefill) return suffixed;
  const content = thread.prefill.trimEnd();
  return [...suffixed, { role: "assistant", content, toolCalls: [], replay: null }];
}

function withPostfill(messages: readonly NeutralMessage[], postfill: string): NeutralMessage[] {
  const last = messages.at(-1);
  return last?.role === "user"
    ? [...messages.slice(0, -1), { role: "user", content: last.content + postfill }]
    : [...messages, { role: "user", content: postfill }];
}
