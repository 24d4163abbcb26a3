import { shortId } from "@minference/protocol";
import { ThreadsError } from "./threads-error.ts";

/** An answer was given to a thread without messages; nothing was changed. */
export class EmptyHistoryError extends ThreadsError {
  readonly code = "empty_history";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(thread: { readonly ecsId: string; readonly lineageId: string }) {
    super(
      `ChatThread …${shortId(thread.ecsId)} has no message that an output could answer. ` +
        `Call addUserMessage before applyOutput.`,
      {
        entityType: "ChatThread",
        ecsId: thread.ecsId,
        lineageId: thread.lineageId,
        path: "history",
      },
    );
  }
}
