import { shortId } from "@minference/protocol";
import { ThreadsError } from "./threads-error.ts";

/** There is nothing that a model could answer; nothing was changed. */
export class EmptyMessageError extends ThreadsError {
  readonly code = "empty_message";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(thread: { readonly ecsId: string; readonly lineageId: string }) {
    super(
      `ChatThread …${shortId(thread.ecsId)} has nothing to answer: newMessage is empty, and its history does ` +
        `not end in a user message or in the results of all tool calls. Set newMessage to the text of the user.`,
      {
        entityType: "ChatThread",
        ecsId: thread.ecsId,
        lineageId: thread.lineageId,
        path: "newMessage",
      },
    );
  }
}
