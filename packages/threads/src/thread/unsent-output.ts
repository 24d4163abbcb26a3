import type { EntityContext } from "@minference/ecs";
import type { EcsId, KnownError, LLMClient } from "@minference/protocol";
import type { ChatMessage } from "../message/chat-message.ts";
import { ProcessedOutput } from "../output/outputs.ts";

/** The turn that an output without a request is for. */
export interface UnsentTurn {
  readonly client: LLMClient;
  /** The version of the thread in hand. */
  readonly chatThreadId: EcsId;
  /** Where the output takes time and ids from. */
  readonly context?: Partial<EntityContext>;
}

/** The output of a turn that was refused before anything was sent. */
export function refusedOutput(error: KnownError, turn: UnsentTurn): ProcessedOutput {
  const { code, kind, message, retryable } = error;
  return new ProcessedOutput(
    {
      error: { code, kind, message, retryable, httpStatus: null, providerRequestId: null },
      finishReason: "error",
      timeTakenMs: 0,
      client: turn.client,
      chatThreadId: turn.chatThreadId,
    },
    turn.context,
  );
}

/** The output of a turn that had nothing to ask: what the last assistant message says, not sent or stored. */
export function unchangedOutput(answer: ChatMessage, turn: UnsentTurn): ProcessedOutput {
  return new ProcessedOutput(
    {
      content: answer.content,
      reasoning: answer.reasoning,
      usage: answer.usage,
      finishReason: "stop",
      timeTakenMs: 0,
      client: answer.client ?? turn.client,
      chatThreadId: turn.chatThreadId,
    },
    turn.context,
  );
}
