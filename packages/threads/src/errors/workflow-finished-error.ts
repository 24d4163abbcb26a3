import { shortId } from "@minference/protocol";
import { ThreadsError } from "./threads-error.ts";

/** Each tool of a workflow has had its turn, so there is nothing to ask; nothing was changed. */
export class WorkflowFinishedError extends ThreadsError {
  readonly code = "workflow_finished";
  readonly kind = "invalid_request";
  readonly retryable = false;

  constructor(thread: { readonly ecsId: string; readonly lineageId: string }) {
    super(
      `The workflow of ChatThread …${shortId(thread.ecsId)} is finished: each of its tools has had its turn. ` +
        `Call resetWorkflowStep to start it again.`,
      {
        entityType: "ChatThread",
        ecsId: thread.ecsId,
        lineageId: thread.lineageId,
        path: "workflowStep",
      },
    );
  }
}
