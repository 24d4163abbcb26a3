import type { ChatThread } from "@minference/threads";

/** Takes the conversation of a thread back to what it is now; that costs the messages, and only when it is called. */
export function threadUndo(thread: ChatThread): () => void {
  const { history, newMessage, workflowStep } = thread;
  return () => {
    thread.history = history;
    thread.newMessage = newMessage;
    thread.workflowStep = workflowStep;
  };
}
