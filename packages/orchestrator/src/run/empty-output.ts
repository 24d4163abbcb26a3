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

/** The output of a thread that is finished, made from its last answer, if it has one; it is never stored. */
export function outputOfAnswer(
  thread: ChatThread,
  answer: ChatMessage | null,
  context: { readonly clock: Clock },
): ProcessedOutput {
  return new ProcessedOutput(
    {
      content: answer?.content ?? null,
      reasoning: answer?.reasoning ?? null,
      usage: answer?.usage ?? null,
      finishReason: "stop",
      timeTakenMs: 0,
      client: answer?.client ?? thread.llmConfig.client,
      chatThreadId: answer?.chatThreadId ?? thread.ecsId,
    },
    context,
  );
}
