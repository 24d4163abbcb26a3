import { InvalidRequestError, shortId } from "@minference/protocol";
import type { ChatThread } from "@minference/threads";

/** The threads that are in a run now, by object. */
export class BusyThreads {
  readonly #threads = new Set<ChatThread>();

  /** Claims a thread; null, or why it cannot be run now (N5). */
  claim(thread: ChatThread): InvalidRequestError | null {
    if (this.#threads.has(thread)) return busy(thread);
    this.#threads.add(thread);
    return null;
  }

  /** Lets it go. */
  release(thread: ChatThread): void {
    this.#threads.delete(thread);
  }
}

function busy({ ecsId, lineageId }: ChatThread): InvalidRequestError {
  return new InvalidRequestError({
    problem: `ChatThread …${shortId(ecsId)} is being run already, by this call or another one`,
    remedy: "Wait for its result, or load a copy of it with registry.get",
    entityType: "ChatThread",
    ecsId,
    lineageId,
  });
}
