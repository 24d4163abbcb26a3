import type { Clock, OutputError } from "@minference/protocol";
import { ProcessedOutput, type ChatMessage, type ChatThread } from "@minference/threads";

/** The output of a turn in which nothing was sent. */
export function unsentOutput(
  thread: ChatThread,
  error: OutputError,
  context: { readonly clock: Clock },
): ProcessedOutput {
  return new ProcessedOutput(
    {
      error,
      finishReason: "error",
      timeTakenMs: 0,
      client: thread.llmConfig.client,
      chatThreadId: thread.ecsId,
    },
    context,
  );
}

/** The output of a thread that is finished, made from its last answer; it is never stored. */
export function outputOfAnswer(
  thread: ChatThread,
  answer: ChatMessage,
  context: { readonly clock: Clock },
): ProcessedOutput {
  return new ProcessedOutput(
    {
      content: answer.content,
      reasoning: answer.reasoning,
      usage: answer.usage,
      finishReason: "stop",
      timeTakenMs: 0,
      client: answer.client ?? thread.llmConfig.client,
      chatThreadId: answer.chatThreadId ?? thread.ecsId,
    },
    context,
  );
}
