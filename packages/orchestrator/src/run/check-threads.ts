import { InvalidRequestError } from "@minference/protocol";
import type { ChatThread } from "@minference/threads";

/**
 * Refuses a list in which something is no thread, before anything is done for the others. It knows them by their
 * type name: a second copy of the package has a class of its own.
 *
 * @throws {InvalidRequestError} one of `threads` is no ChatThread; `path` has its position.
 */
export function checkThreads(threads: readonly ChatThread[]): void {
  const given: readonly unknown[] = threads;
  const position = given.findIndex((item) => !isThread(item));
  if (position < 0) return;
  throw new InvalidRequestError({
    problem: `Number ${position} of the threads to run is no ChatThread`,
    remedy: "Leave it out, or load the thread first",
    path: `threads.${position}`,
  });
}

function isThread(item: unknown): boolean {
  return (
    typeof item === "object" &&
    item !== null &&
    "entityType" in item &&
    item.entityType === "ChatThread"
  );
}
